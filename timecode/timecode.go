package timecode

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// What can be wrong with a timecode.
var (
	ErrSyntax  = errors.New("malformed timecode")
	ErrRange   = errors.New("timecode out of range")  // hour 24, minute 60, second 60
	ErrFrame   = errors.New("frame beyond the rate")  // frame 25 at 25 fps
	ErrDropped = errors.New("dropped timecode label") // 00:01:00;00 at 29.97df
	ErrEarly   = errors.New("before the start")       // of a [Timeline]
)

// Timecode is the label of a frame within a day of 24 hours. It is comparable;
// the zero value means that no timecode is set, which is not 00:00:00:00.
type Timecode struct {
	frame int64
	rate  Rate
}

// Parse reads a label: hours, minutes, seconds and frames, separated by any of
// : ; . and , with one or two digits each, and up to three for frames at rates
// above 100: below, three digits are milliseconds rather than frames. A ":" in
// drop-frame still means the drop-frame label; whether labels are dropped is
// the rate's to say. Labels that do not exist are errors
// that wrap [ErrSyntax], [ErrRange], [ErrFrame] or [ErrDropped].
func Parse(s string, r Rate) (Timecode, error) {
	if r.IsZero() {
		return Timecode{}, fmt.Errorf("%w: no rate to read timecode %q at", ErrRate, s)
	}
	label := strings.TrimSpace(s)
	h, m, sec, f, err := splitLabel(label)
	if err != nil {
		return Timecode{}, err
	}
	if digits := len(label) - 1 - strings.LastIndexAny(label, separators); digits > 2 && r.Nominal() <= 100 {
		return Timecode{}, fmt.Errorf("%w %q: want HH:MM:SS:FF", ErrSyntax, s)
	}
	return FromLabel(h, m, sec, f, r)
}

const separators = ":;.,"

// splitLabel splits a label into its numbers, as [Parse] does, without a rate:
// the frame may be any number of up to three digits. Errors wrap [ErrSyntax]
// or [ErrRange].
func splitLabel(s string) (h, m, sec, frame int, err error) {
	var n [4]int
	rest := strings.TrimSpace(s)
	for i := range n {
		width := 2
		if i == 3 {
			width = 3
		}
		digits := 0
		for digits < len(rest) && digits < width && isDigit(rest[digits]) {
			n[i] = n[i]*10 + int(rest[digits]-'0')
			digits++
		}
		rest = rest[digits:]
		if digits == 0 || i < 3 && (rest == "" || strings.IndexByte(separators, rest[0]) < 0) || i == 3 && rest != "" {
			return 0, 0, 0, 0, fmt.Errorf("%w %q: want HH:MM:SS:FF", ErrSyntax, s)
		}
		if i < 3 {
			rest = rest[1:]
		}
	}
	if n[0] > 23 || n[1] > 59 || n[2] > 59 {
		return 0, 0, 0, 0, fmt.Errorf("%w: %q: want at most 23:59:59", ErrRange, s)
	}
	return n[0], n[1], n[2], n[3], nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// FromLabel returns the timecode with the given numbers. Errors wrap
// [ErrRange], [ErrFrame] or [ErrDropped], or [ErrRate] when r is not set.
func FromLabel(h, m, s, frame int, r Rate) (Timecode, error) {
	n, d := int64(r.Nominal()), r.dropped()
	switch {
	case n == 0:
		return Timecode{}, fmt.Errorf("%w: no rate to count frames at", ErrRate)
	case h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59 || frame < 0:
		return Timecode{}, fmt.Errorf("%w: %d:%02d:%02d: want at most 23:59:59", ErrRange, h, m, s)
	case int64(frame) >= n:
		return Timecode{}, fmt.Errorf("%w: frame %d at %s fps", ErrFrame, frame, r)
	case m%10 != 0 && s == 0 && int64(frame) < d:
		return Timecode{}, fmt.Errorf("%w %02d:%02d:00;%02d: at %s the minute begins with frame %d", ErrDropped, h, m, frame, r, d)
	}
	minutes := int64(60*h + m)
	total := (minutes*60+int64(s))*n + int64(frame) - d*(minutes-minutes/10)
	return Timecode{frame: total, rate: r}, nil
}

// FromFrames returns the label of frame n, counted from 00:00:00:00 and
// wrapped at 24 hours, also for a negative n.
func FromFrames(n int64, r Rate) Timecode {
	if r.IsZero() {
		return Timecode{}
	}
	_, rest := floorDiv(n, r.FramesPerDay())
	return Timecode{frame: rest, rate: r}
}

// FromDuration returns the label of the frame nearest to d, halves up, wrapped
// at 24 hours; the package comment says why nearest.
func FromDuration(d time.Duration, r Rate) Timecode { return FromFrames(r.Frames(d), r) }

// IsZero reports whether no timecode is set.
func (t Timecode) IsZero() bool { return t.rate.IsZero() }

// Rate returns the rate the label is counted at.
func (t Timecode) Rate() Rate { return t.rate }

// Frames returns the number of the frame, counted from 00:00:00:00.
func (t Timecode) Frames() int64 { return t.frame }

// Duration returns the time from label 00:00:00:00 to the frame.
func (t Timecode) Duration() time.Duration { return t.rate.Duration(t.frame) }

// Add returns the label n frames later, wrapped at 24 hours.
func (t Timecode) Add(n int64) Timecode {
	if t.IsZero() {
		return t
	}
	return FromFrames(t.frame+n%t.rate.FramesPerDay(), t.rate)
}

// numbers returns the numbers of the label.
func (t Timecode) numbers() (h, m, s, frame int) {
	n, d := int64(t.rate.Nominal()), t.rate.dropped()
	if n == 0 {
		return 0, 0, 0, 0
	}
	f := t.frame
	if d > 0 {
		tens, rest := floorDiv(f, t.rate.framesPer10Min())
		f += 9 * d * tens
		if rest >= 60*n {
			f += d * ((rest - d) / (60*n - d))
		}
	}
	frame = int(f % n)
	f /= n
	return int(f / 3600), int(f / 60 % 60), int(f % 60), frame
}

// String returns the label as HH:MM:SS:FF, or HH:MM:SS;FF in drop-frame, with
// three digits for the frame at rates above 100. It is "" for the zero value.
func (t Timecode) String() string {
	if t.IsZero() {
		return ""
	}
	return string(t.Append(nil))
}

// Append appends what String returns to dst.
func (t Timecode) Append(dst []byte) []byte {
	if t.IsZero() {
		return dst
	}
	h, m, s, f := t.numbers()
	dst = append(append2(dst, h), ':')
	dst = append(append2(dst, m), ':')
	dst = append2(dst, s)
	if t.rate.drop {
		dst = append(dst, ';')
	} else {
		dst = append(dst, ':')
	}
	if t.rate.Nominal() > 100 {
		dst = append(dst, byte('0'+f/100))
		f %= 100
	}
	return append2(dst, f)
}

func append2(dst []byte, n int) []byte { return append(dst, byte('0'+n/10), byte('0'+n%10)) }
