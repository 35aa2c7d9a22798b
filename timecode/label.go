package timecode

import (
	"cmp"
	"fmt"
	"strings"
)

// Label is a timecode as it stands in a list that need not say its rate: four
// numbers that mean nothing before the frame rate is known. It is comparable.
type Label struct {
	Hour, Minute, Second uint8
	Frame                uint16
	Sep                  byte // before the frame: ':' (also when 0), ';' in drop-frame, '.' or ','
	Wide                 bool // the frame has three digits, as at rates above 100
}

// ParseLabel reads a label: one or two digits each, three for frames at rates
// above 100, separated by any of : ; . and , which need not be the same.
// Milliseconds are no frames. Errors wrap [ErrSyntax] or [ErrRange].
func ParseLabel(s string) (Label, error) {
	if l, ok := canonicalLabel(s); ok {
		return l, nil
	}
	h, m, sec, f, err := splitLabel(s)
	if err != nil {
		return Label{}, err
	}
	at := strings.LastIndexAny(s, separators)
	l := Label{Hour: uint8(h), Minute: uint8(m), Second: uint8(sec), Frame: uint16(f), Sep: s[at], Wide: len(strings.TrimSpace(s[at+1:])) == 3}
	if l.Wide && (l.Sep == '.' || l.Sep == ',') {
		return Label{}, fmt.Errorf("%w %q: milliseconds: want HH:MM:SS:FF", ErrSyntax, s)
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

// Label returns the label of t; that of the zero value is 00:00:00:00.
func (t Timecode) Label() Label {
	h, m, s, f := t.numbers()
	l := Label{Hour: uint8(h), Minute: uint8(m), Second: uint8(s), Frame: uint16(f), Sep: ':', Wide: t.rate.Nominal() > 100}
	if t.rate.DropFrame() {
		l.Sep = ';'
	}
	return l
}

// At returns the timecode with the label of t at rate r. The zero value stays
// what it is. Errors are those of [Label.Timecode].
func (t Timecode) At(r Rate) (Timecode, error) {
	if t.IsZero() || t.rate == r {
		return t, nil
	}
	return t.Label().Timecode(r)
}

// Timecode returns the label at rate r. Errors are those of [FromLabel].
func (l Label) Timecode(r Rate) (Timecode, error) {
	return FromLabel(int(l.Hour), int(l.Minute), int(l.Second), int(l.Frame), r)
}

// Compare is negative when l is earlier in the day than o, positive when it is
// later, and 0 when their numbers are the same.
func (l Label) Compare(o Label) int { return cmp.Compare(l.number(), o.number()) }

// number orders labels as their numbers do.
func (l Label) number() uint64 {
	return uint64(l.Hour)<<32 | uint64(l.Minute)<<24 | uint64(l.Second)<<16 | uint64(l.Frame)
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
