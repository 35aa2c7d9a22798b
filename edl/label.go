package edl

import (
	"errors"
	"strings"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Label is a timecode as a list has it: four numbers that mean nothing before
// the frame rate is known. It is comparable.
type Label struct {
	Hour, Minute, Second uint8
	Frame                uint16
	Sep                  byte // before the frame: ':' (also when 0), ';' in drop-frame, '.' or ','
	Wide                 bool // the frame has three digits, as at rates above 100
}

// ParseLabel reads a label: one or two digits each, three for frames at rates
// above 100, separated by any of : ; . and , which need not be the same.
// Errors wrap [script.ErrTime], and [timecode.ErrSyntax] or
// [timecode.ErrRange].
func ParseLabel(s string) (Label, error) {
	if l, ok := canonicalLabel(s); ok {
		return l, nil
	}
	h, m, sec, f, err := timecode.ParseLabel(s)
	if err != nil {
		return Label{}, &timeError{err: err}
	}
	at := strings.LastIndexAny(s, ":;.,")
	l := Label{Hour: uint8(h), Minute: uint8(m), Second: uint8(sec), Frame: uint16(f), Sep: s[at], Wide: len(strings.TrimSpace(s[at+1:])) == 3}
	if l.Wide && (l.Sep == '.' || l.Sep == ',') {
		return Label{}, &timeError{err: timecode.ErrSyntax, hint: script.Shorten(s) + ": milliseconds: want HH:MM:SS:FF"}
	}
	return l, nil
}

// canonicalLabel reads HH:MM:SS:FF and HH:MM:SS;FF.
func canonicalLabel(s string) (Label, bool) {
	if len(s) != 11 || s[2] != ':' || s[5] != ':' || s[8] != ':' && s[8] != ';' {
		return Label{}, false
	}
	var n [4]uint8
	for i := range n {
		tens, ones := s[3*i]-'0', s[3*i+1]-'0'
		if tens > 9 || ones > 9 {
			return Label{}, false
		}
		n[i] = 10*tens + ones
	}
	if n[0] > 23 || n[1] > 59 || n[2] > 59 {
		return Label{}, false
	}
	return Label{Hour: n[0], Minute: n[1], Second: n[2], Frame: uint16(n[3]), Sep: s[8]}, true
}

// LabelOf returns the label of t.
func LabelOf(t timecode.Timecode) Label {
	h, m, s, f := t.Label()
	l := Label{Hour: uint8(h), Minute: uint8(m), Second: uint8(s), Frame: uint16(f), Sep: ':', Wide: t.Rate().Nominal() > 100}
	if t.Rate().DropFrame() {
		l.Sep = ';'
	}
	return l
}

// Timecode returns the label at rate r. Errors wrap [script.ErrTime], and
// [timecode.ErrFrame], [timecode.ErrDropped] or [timecode.ErrRange].
func (l Label) Timecode(r timecode.Rate) (timecode.Timecode, error) {
	t, err := timecode.FromLabel(int(l.Hour), int(l.Minute), int(l.Second), int(l.Frame), r)
	switch {
	case err == nil:
		return t, nil
	case errors.Is(err, timecode.ErrFrame), errors.Is(err, timecode.ErrDropped):
		return t, &timeError{err: err, hint: "wrong --rate?"}
	}
	return t, &timeError{err: err}
}

// Drop reports whether the separator says drop-frame. A "," does not: some
// writers use it for everything.
func (l Label) Drop() bool { return l.Sep == ';' }

// String returns the label as HH:MM:SS:FF with its separator before the
// frame.
func (l Label) String() string { return string(l.Append(nil)) }

// Append appends what String returns to dst.
func (l Label) Append(dst []byte) []byte {
	sep := l.Sep
	if sep == 0 {
		sep = ':'
	}
	f := l.Frame % 1000
	dst = append(dst, '0'+l.Hour/10%10, '0'+l.Hour%10, ':', '0'+l.Minute/10%10, '0'+l.Minute%10, ':',
		'0'+l.Second/10%10, '0'+l.Second%10, sep)
	if l.Wide || f > 99 {
		dst = append(dst, byte('0'+f/100))
	}
	return append(dst, byte('0'+f/10%10), byte('0'+f%10))
}

// timeError is a timecode that does not fit, with a hint at the cause. It is
// a [script.ErrTime] and what err is.
type timeError struct {
	err  error
	hint string
}

func (e *timeError) Error() string {
	if e.hint == "" {
		return e.err.Error()
	}
	return e.err.Error() + ": " + e.hint
}

func (e *timeError) Unwrap() []error { return []error{script.ErrTime, e.err} }
