package table

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Narrator is the character that cue sheets of one voice name.
const Narrator = "Narrator"

// Clock prints times.
type Clock struct {
	Rate  timecode.Rate // set: labels with frames
	Start timecode.Timecode
	Mark  byte // before milliseconds
}

// Append appends the point d of the programme, which must not be negative.
func (c *Clock) Append(dst []byte, d time.Duration) []byte {
	if !c.Rate.IsZero() {
		return timecode.FromFrames(c.Rate.Frames(d)+c.Start.Frames(), c.Rate).Append(dst)
	}
	if !c.Start.IsZero() {
		d += c.Start.Duration()
	}
	return clock.AppendMillis(dst, clock.Millis(d), c.Mark)
}

// Wraps reports whether d has a label a day or more too low.
func (c *Clock) Wraps(d time.Duration) bool {
	return !c.Rate.IsZero() && c.Rate.Frames(d)+c.Start.Frames() >= c.Rate.FramesPerDay()
}

// Keeps reports whether printing d and reading it again gives d.
func (c *Clock) Keeps(d time.Duration) bool {
	if !c.Rate.IsZero() {
		return c.Rate.Duration(c.Rate.Frames(d)) == d
	}
	return d%time.Millisecond == 0 && (c.Start.IsZero() || c.Start.Duration()%time.Millisecond == 0)
}

// NewClock returns what prints times at a rate and from a start, of which
// either may be zero. Labels are those of drop-frame when either says so. It is
// an error when the two do not agree.
func NewClock(rate timecode.Rate, start timecode.Timecode) (Clock, error) {
	rate, err := CheckStart(rate, start)
	if err != nil {
		return Clock{}, err
	}
	rate = rate.Counted(start.Rate().DropFrame())
	start, err = start.At(rate)
	if err != nil {
		return Clock{}, fmt.Errorf("start: %w", clock.TimeError(err))
	}
	return Clock{Rate: rate, Start: start, Mark: '.'}, nil
}

// CheckStart returns the rate and an error when rate and start do not agree on
// the frames. How labels are counted may be left open by one of them.
func CheckStart(rate timecode.Rate, start timecode.Timecode) (timecode.Rate, error) {
	at := start.Rate()
	switch {
	case start.IsZero() || rate.Counted(at.DropFrame()) == at.Counted(rate.DropFrame()):
		return rate, nil
	case rate.IsZero():
		return at, nil
	}
	return rate, &script.ValueError{Kind: script.ErrValue, Field: "start", Value: start.String() + " at " + start.Rate().String(), Want: "a timecode at " + rate.String()}
}

// Cell makes text safe for a cell: line breaks of other kinds become "\n",
// control characters go, bytes that are no UTF-8 become U+FFFD. It says what
// it did, nil for nothing. Tabs, blanks and blank lines stay.
func Cell(s string) (string, error) {
	if isPlain(s) {
		return s, nil
	}
	var what []string
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		what = append(what, "invalid bytes replaced by U+FFFD")
	}
	if lines := breaks.Replace(s); lines != s {
		s = lines
		what = append(what, "line breaks normalised")
	}
	if kept := strings.Map(legal, s); kept != s {
		s = kept
		what = append(what, "control characters dropped")
	}
	if what == nil {
		return s, nil
	}
	return s, fmt.Errorf("%w: %s", script.ErrText, strings.Join(what, ", "))
}

var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n")

// isPlain is quick and may say no for a text that needs nothing. It looks at
// eight bytes at a time.
func isPlain(s string) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i, high := 0, uint64(0)
	for ; i+8 <= len(s); i += 8 {
		x := load64(s, i)
		high |= x & highs
		del := x ^ 0x7F*ones
		if odd := (x-' '*ones)&^x | (del-ones)&^del; odd&highs != 0 && !plainBytes(s[i:i+8]) {
			return false
		}
	}
	for j := i; j < len(s); j++ {
		high |= uint64(s[j]) & 0x80
	}
	return plainBytes(s[i:]) && (high == 0 || utf8.ValidString(s) && !hasIllegal(s))
}

func load64(s string, i int) uint64 {
	_ = s[i+7]
	return uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
		uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
}

// plainBytes reports whether no byte of s is a control but LF and tab.
func plainBytes(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return true
}

// hasIllegal reports whether a valid text holds what is illegal beyond ASCII:
// C1 controls, which all begin with the byte C2, U+FFFE and U+FFFF.
func hasIllegal(s string) bool {
	for rest := s; ; {
		i := strings.IndexByte(rest, 0xC2)
		if i < 0 {
			break
		}
		if c := rest[i+1]; c < 0xA0 && c != 0x85 {
			return true
		}
		rest = rest[i+2:]
	}
	return strings.Contains(s, "\uFFFE") || strings.Contains(s, "\uFFFF")
}

// legal returns -1 for what XML or a spreadsheet cannot hold.
func legal(r rune) rune {
	if r < ' ' && r != '\n' && r != '\t' || 0x7F <= r && r < 0xA0 && r != 0x85 || r == 0xFFFE || r == 0xFFFF {
		return -1
	}
	return r
}

// Clean returns seg with texts that a cell can hold and times that can be
// printed, and reports what that changed.
func Clean(seg *script.Segment, rep *report.Reporter) (script.Segment, error) {
	if isBlank(seg.Text) {
		if err := rep.Warn(script.Pos{}, seg.ID, script.ErrNoText); err != nil {
			return *seg, err
		}
	}
	if seg.Start >= 0 && seg.End >= 0 && allPlain(seg) {
		return *seg, nil
	}
	s := *seg
	if err := cleanTexts(&s, rep); err != nil {
		return s, err
	}
	return s, cleanTimes(&s, rep)
}

func allPlain(seg *script.Segment) bool {
	for i := range texts {
		if f := &texts[i]; f.Name != "" && !isPlain(f.Value(seg)) {
			return false
		}
	}
	return true
}

func cleanTexts(s *script.Segment, rep *report.Reporter) error {
	id := s.ID
	for i := range texts {
		f := &texts[i]
		if f.Name == "" {
			continue
		}
		clean, changed := Cell(f.Value(s))
		if changed == nil {
			continue
		}
		_ = f.Set(s, clean) // as every text can be; yes and no are clean
		if f.Name != script.FieldText {
			changed = fmt.Errorf("%s: %w", f.Name, changed)
		}
		if err := rep.Warn(script.Pos{}, id, changed); err != nil {
			return err
		}
	}
	return nil
}

func cleanTimes(s *script.Segment, rep *report.Reporter) error {
	if s.Start >= 0 && s.End >= 0 {
		return nil
	}
	err := fmt.Errorf("%w: start %s, end %s moved to 0", script.ErrNegativeTime, s.Start, s.End)
	s.Start, s.End = max(s.Start, 0), max(s.End, 0)
	return rep.Warn(script.Pos{}, s.ID, err)
}
