package table

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Forms are the accepted ways to write a time, for messages.
const Forms = "HH:MM:SS.mmm, MM:SS.mmm, HH:MM:SS:mmm, H:MM:SS AM, seconds, or HH:MM:SS:FF with a frame rate"

// Times reads times.
type Times struct {
	Rate  timecode.Rate     // zero: frames cannot be read
	Start timecode.Timecode // label of the programme's first frame; zero: 00:00:00:00
	clues timecode.Clues    // what the labels tell
}

// NewTimes returns what reads times at the rate and from the start that the
// caller told, of which either may be zero. They are an error when they do not
// agree.
func NewTimes(rate timecode.Rate, start timecode.Timecode) (Times, error) {
	rate, err := CheckStart(rate, start)
	return Times{Rate: rate, Start: start}, err
}

// Learn takes in what the times of one row, whose columns are those of l, tell
// about how labels are counted. It is of use where the rate leaves that open.
func (t *Times) Learn(l *Layout, cells []string) {
	for _, f := range [...]Field{Start, End} {
		if s := cell(cells, l.column[f]-1); strings.ContainsAny(s, ":;：；") {
			_, _, _ = t.parse(s, seconds) // a bad one is told when it is read
		}
	}
}

// Settle decides how labels are counted, after all rows have been learned from
// or at a rate that says it, and puts the start by that.
func (t *Times) Settle(rep *report.Reporter) (err error) {
	t.Rate = t.clues.Settle(t.Rate, t.Start)
	if t.Start, err = t.Start.At(t.Rate); err != nil {
		return rep.Fail(script.Pos{}, fmt.Errorf("start: %w", clock.TimeError(err)))
	}
	return nil
}

// skipped returns an error for a label that drop-frame skips.
func (t *Times) skipped(s string) error {
	if !t.Rate.DropFrame() {
		return nil
	}
	l, err := timecode.ParseLabel(strings.TrimPrefix(simplify(s), "-"))
	if err != nil {
		return nil
	}
	if _, err = l.Timecode(t.Rate); !errors.Is(err, timecode.ErrDropped) {
		return nil
	}
	return fmt.Errorf("%w: read as the next frame", err)
}

// kind says in what form a time was written.
type kind uint8

const (
	clockTime kind = iota
	label          // a timecode with frames
	number         // a bare number
)

// Position reads a point in time. Clock times and labels count from Start,
// bare numbers from the first frame.
func (t *Times) Position(s string, u unit) (time.Duration, kind, error) {
	if d, ok := clock.Canonical(s, '.'); ok {
		return t.sinceStart(s, d, clockTime)
	}
	d, k, err := t.parse(s, u)
	if err != nil || k == number {
		return d, k, err
	}
	return t.sinceStart(s, d, k)
}

// Length reads a duration.
func (t *Times) Length(s string, u unit) (time.Duration, error) {
	if d, ok := clock.Canonical(s, '.'); ok {
		return d, nil
	}
	d, k, err := t.parse(s, u)
	if k == label && err == nil {
		d = t.Rate.Duration(int64(d))
	}
	return d, err
}

// sinceStart subtracts the first frame's label. Labels come in frames.
func (t *Times) sinceStart(s string, d time.Duration, k kind) (time.Duration, kind, error) {
	switch {
	case k == label && !t.Start.IsZero():
		n, day := int64(d)-t.Start.Frames(), t.Rate.FramesPerDay()
		if n < -day/2 {
			n += day // past midnight, as a label over 12 hours before the start is
		}
		d = t.Rate.Duration(n)
	case k == label:
		d = t.Rate.Duration(int64(d))
	case !t.Start.IsZero():
		d -= t.Start.Duration()
	}
	if d < 0 && !t.Start.IsZero() {
		return 0, k, &script.ValueError{Kind: script.ErrNegativeTime, Value: s, Want: "a time not before the programme's start at " + t.Start.String()}
	}
	return d, k, nil
}

// parse returns a duration, or a number of frames when the kind is label.
func (t *Times) parse(s string, u unit) (time.Duration, kind, error) {
	plain := simplify(s)
	if plain == "" {
		return 0, 0, bad(s, nil)
	}
	neg := false
	if plain[0] == '-' {
		plain, neg = plain[1:], true
	}
	body, half, ok := cutHalf(plain)
	if !ok {
		return 0, 0, bad(s, nil)
	}
	d, k, err := t.fields(s, body, u)
	if err != nil {
		return 0, k, err
	}
	if half != 0 {
		if k == number || d < time.Hour && !strings.HasPrefix(body, "0") || d >= 13*time.Hour {
			return 0, k, bad(s, nil)
		}
		d %= 12 * time.Hour
		if half == 'p' {
			d += 12 * time.Hour
		}
	}
	if neg {
		d = -d
	}
	return d, k, nil
}

func bad(s string, err error) error {
	what := script.ErrTime
	if err != nil {
		what = fmt.Errorf("%w: %w", what, err)
	}
	return &script.ValueError{Kind: what, Value: s, Want: Forms}
}

// simplify writes s in ASCII digits and separators: full-width and Arabic
// forms are taken, blanks at the edges and marks that only steer its direction
// dropped, and so are the ways spreadsheets have to say that it is text:
// ="00:01:02" and '00:01:02.
func simplify(s string) string {
	if !plainASCII(s) {
		s = strings.Map(ascii, s)
	}
	s = strings.Trim(s, " \t\r\n")
	if inner, ok := strings.CutPrefix(s, `="`); ok {
		s = strings.TrimSuffix(inner, `"`)
	}
	s = strings.TrimPrefix(s, "'")
	for _, epoch := range [...]string{"1899-12-30", "1899-12-31", "1900-01-00", "1904-01-01"} {
		if rest, ok := strings.CutPrefix(s, epoch); ok && rest != "" && (rest[0] == ' ' || rest[0] == 'T') {
			s = rest[1:]
		}
	}
	return strings.Trim(s, " ")
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func ascii(r rune) rune {
	switch {
	case '０' <= r && r <= '９':
		return r - '０' + '0'
	case '٠' <= r && r <= '٩':
		return r - '٠' + '0'
	case '۰' <= r && r <= '۹':
		return r - '۰' + '0'
	case 0x200E <= r && r <= 0x200F, 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069, r == 0x061C, r == 0xFEFF:
		return -1
	}
	switch r {
	case '：', '∶':
		return ':'
	case '；':
		return ';'
	case '．':
		return '.'
	case '，', '٫', '、':
		return ','
	case 0xA0, 0x202F, 0x2007, 0x3000:
		return ' '
	case '−', '－':
		return '-'
	}
	return r
}

// isDays reports whether a bare number looks like a fraction of a day: it has
// many decimals, and is whole milliseconds of one.
func isDays(s string) bool {
	v, err := strconv.ParseFloat(strings.Replace(simplify(s), ",", ".", 1), 64)
	ms := v * 86400e3
	return err == nil && v > 0 && v < 366 && hasManyDecimals(s) && math.Abs(ms-math.Round(ms)) < 1e-3
}

// hasManyDecimals reports whether a bare number has more of them than anybody
// gives a second.
func hasManyDecimals(s string) bool {
	i := strings.IndexAny(s, ".,")
	return i >= 0 && len(s)-i-1 >= 7
}

// cutHalf cuts AM or PM, which half then names by its first letter.
func cutHalf(s string) (body string, half byte, ok bool) {
	lower := strings.ToLower(s)
	for _, suffix := range [...]string{"am", "pm", "a.m.", "p.m."} {
		if strings.HasSuffix(lower, suffix) {
			return strings.TrimRight(s[:len(s)-len(suffix)], " "), suffix[0], true
		}
	}
	for _, half := range [...]struct {
		mark string
		of   byte
	}{{"午前", 'a'}, {"午後", 'p'}, {"上午", 'a'}, {"下午", 'p'}, {"오전", 'a'}, {"오후", 'p'}} {
		if rest, found := strings.CutPrefix(s, half.mark); found {
			return strings.TrimLeft(rest, " "), half.of, true
		}
	}
	return s, 0, true
}

// fields reads a time without sign and half of the day.
func (t *Times) fields(whole, s string, u unit) (time.Duration, kind, error) {
	if !strings.ContainsAny(s, ":;") {
		return t.bare(whole, s, u)
	}
	var part [4]string
	n, rest := 0, s
	for {
		if n == 4 {
			return 0, 0, bad(whole, nil)
		}
		i := strings.IndexAny(rest, ":;")
		if i < 0 {
			part[n] = rest
			break
		}
		part[n], rest = rest[:i], rest[i+1:]
		n++
	}
	switch n {
	case 3:
		if len(part[3]) == 3 && digitsOnly(part[3]) && (t.Rate.IsZero() || t.Rate.Nominal() <= 100) {
			return sexagesimal(whole, part[0], part[1], part[2], part[3])
		}
		return t.label(whole, s)
	case 2:
		if len(part[2]) == 3 && digitsOnly(part[2]) {
			return sexagesimal(whole, "", part[0], part[1], part[2])
		}
		sec, frac := cutDecimals(part[2])
		return sexagesimal(whole, part[0], part[1], sec, frac)
	}
	sec, frac := cutDecimals(part[1])
	return sexagesimal(whole, "", part[0], sec, frac)
}

// cutDecimals splits seconds at their decimal mark. A mark without digits
// behind it leaves a blank that does not parse.
func cutDecimals(s string) (sec, frac string) {
	if i := strings.IndexAny(s, ".,"); i >= 0 {
		if i+1 == len(s) {
			return s, ""
		}
		return s[:i], s[i+1:]
	}
	return s, ""
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

const maxHours = math.MaxInt64/int64(time.Hour) - 1

// sexagesimal puts a clock time together. Without hours the minutes may be
// above 59.
func sexagesimal(whole, h, m, s, frac string) (time.Duration, kind, error) {
	hours, ok1 := small(h, true)
	minutes, ok2 := small(m, false)
	sec, ok3 := small(s, false)
	if !ok1 || !ok2 || !ok3 || len(s) > 2 || len(m) > 2 && h != "" || frac != "" && !digitsOnly(frac) {
		return 0, 0, bad(whole, nil)
	}
	if sec > 59 {
		return 0, 0, bad(whole, fmt.Errorf("second %d", sec))
	}
	if minutes > 59 && h != "" {
		return 0, 0, bad(whole, fmt.Errorf("minute %d", minutes))
	}
	if hours > maxHours || minutes > maxHours*60 {
		return 0, 0, &script.ValueError{Kind: script.ErrTimeRange, Value: whole, Want: "at most 2562046 hours"}
	}
	part, err := clock.ParseSeconds("0." + frac)
	if err != nil {
		return 0, 0, bad(whole, nil)
	}
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(sec)*time.Second + part, clockTime, nil
}

// small reads up to ten digits; none count as 0 where optional.
func small(s string, optional bool) (int64, bool) {
	if s == "" {
		return 0, optional
	}
	if len(s) > 10 || !digitsOnly(s) {
		return 0, false
	}
	n := int64(0)
	for i := range len(s) {
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}

func (t *Times) label(whole, s string) (time.Duration, kind, error) {
	l, err := timecode.ParseLabel(s)
	if err != nil && t.Rate.IsZero() {
		return 0, label, bad(whole, nil)
	}
	if t.Rate.IsZero() {
		return 0, label, &script.ValueError{Kind: fmt.Errorf("%w: no frame rate was given for the timecode", script.ErrTime), Value: whole, Want: Forms}
	}
	if err != nil {
		return 0, label, bad(whole, err)
	}
	t.clues.See(l)
	tc, _, err := l.Near(t.Rate)
	if err != nil {
		return 0, label, bad(whole, err)
	}
	return time.Duration(tc.Frames()), label, nil
}

// bare reads a number, with a unit behind it or that of its column.
func (t *Times) bare(whole, s string, u unit) (time.Duration, kind, error) {
	if i := strings.LastIndexAny(s, "0123456789.,"); i >= 0 && i+1 < len(s) {
		named, ok := unitNames[strings.ToLower(strings.TrimLeft(s[i+1:], " "))]
		if !ok {
			return 0, number, bad(whole, nil)
		}
		s, u = s[:i+1], named
	}
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	d, err := clock.ParseSeconds(s)
	if err != nil || s[0] == '+' || s[0] == '-' {
		return 0, number, bad(whole, nil)
	}
	switch u {
	case millis:
		return (d + 500) / 1000, number, nil
	case frames:
		if t.Rate.IsZero() || d%time.Second != 0 {
			return 0, number, bad(whole, nil)
		}
		return t.Rate.Duration(int64(d / time.Second)), number, nil
	}
	return d, number, nil
}
