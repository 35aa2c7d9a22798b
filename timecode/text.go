package timecode

import (
	"fmt"
	"strings"
)

// MarshalText returns the rate as [Rate.String] does; "" when it is not set.
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what [ParseRate] reads; "" is the rate that is not set.
func (r *Rate) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = Rate{}
		return nil
	}
	parsed, err := ParseRate(string(text))
	if err == nil {
		*r = parsed
	}
	return err
}

// MarshalText returns the label and the rate it is counted at, as in
// "01:00:00;02@29.97df"; "" for a timecode that is not set.
func (t Timecode) MarshalText() ([]byte, error) {
	if t.IsZero() {
		return nil, nil
	}
	return append(append(t.Append(nil), '@'), t.rate.String()...), nil
}

// UnmarshalText reads what MarshalText returns. Errors wrap [ErrSyntax] or
// [ErrRate].
func (t *Timecode) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*t = Timecode{}
		return nil
	}
	label, name, ok := strings.Cut(string(text), "@")
	if !ok {
		return fmt.Errorf("%w %q: want a label, @ and a rate, as in 01:00:00:00@25", ErrSyntax, text)
	}
	rate, err := ParseRate(name)
	if err != nil {
		return err
	}
	parsed, err := Parse(label, rate)
	if err == nil {
		*t = parsed
	}
	return err
}

// ConformTo returns by which ratio the times of a programme change that was
// shot at r and is run frame by frame at to: 24 frames a second run at 25 last
// 24/25 as long. It is what script.Script.Scale takes. Both rates must be set.
func (r Rate) ConformTo(to Rate) (num, den int64) {
	a, b := r.Fraction()
	c, d := to.Fraction()
	num, den = a*d, b*c
	for x, y := num, den; ; {
		if y == 0 {
			return num / x, den / x
		}
		x, y = y, x%y
	}
}
