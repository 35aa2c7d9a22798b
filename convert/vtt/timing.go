package vtt

import (
	"math"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
)

// timing is what a timing line says.
type timing struct {
	start, end time.Duration
	settings   string // as it stands behind the end time, without blanks around it
}

// badTiming says where a timing line stops making sense, and why. With kind
// nil it does not.
type badTiming struct {
	at   int // where exactly
	from int // where the value that makes none starts
	kind error
	want string
}

// err describes b, which is about line s.
func (b badTiming) err(s string) error {
	return &script.ValueError{Kind: b.kind, Value: word(s[b.from:]), Want: b.want}
}

// canonicalTiming reads the timing line that nearly all cues have:
// "00:00:01.000 --> 00:00:02.000".
func canonicalTiming(s string) (t timing, ok bool) {
	if len(s) != 29 || s[12:17] != " --> " {
		return t, false
	}
	start, ok1 := clock.Canonical(s[:12], '.')
	end, ok2 := clock.Canonical(s[17:], '.')
	return timing{start: start, end: end}, ok1 && ok2
}

// blank are the white space characters of the algorithm.
const blank = "\t\n\f\r "

// parseTiming reads any timing line: "1:00:01.000-->1:00:02.000 line:0".
func parseTiming(s string) (timing, badTiming) {
	var t timing
	var bad badTiming
	i := skip(s, 0)
	if t.start, i, bad = parseTime(s, i); bad.kind != nil {
		return t, bad
	}
	i = skip(s, i)
	if !strings.HasPrefix(s[i:], "-->") {
		return t, badTiming{i, i, script.ErrSyntax, `"-->"`}
	}
	i = skip(s, i+len("-->"))
	if t.end, i, bad = parseTime(s, i); bad.kind != nil {
		return t, bad
	}
	t.settings = strings.Trim(s[i:], blank)
	return t, badTiming{}
}

func skip(s string, i int) int { return len(s) - len(strings.TrimLeft(s[i:], blank)) }

const wantTime = "HH:MM:SS.mmm or MM:SS.mmm"

// parseTime reads a timestamp at s[i:] and returns the offset behind it.
// Minutes come first when the first number has two digits and is below 60,
// unless a third number follows; else hours, of any number of digits.
func parseTime(s string, i int) (time.Duration, int, badTiming) {
	from := i
	fail := func(at int, kind error, want string) (time.Duration, int, badTiming) {
		return 0, at, badTiming{at, from, kind, want}
	}
	first, n := parseDigits(s[i:])
	if n == 0 {
		return fail(i, script.ErrTime, wantTime)
	}
	hours := n != 2 || first > 59
	i += n
	second, ok := field(s, i, ':', 2)
	if !ok {
		return fail(i, script.ErrTime, wantTime)
	}
	i += 3
	var third int64
	if hours || i < len(s) && s[i] == ':' {
		if third, ok = field(s, i, ':', 2); !ok {
			return fail(i, script.ErrTime, wantTime)
		}
		i += 3
	} else {
		first, second, third = 0, first, second
	}
	milli, ok := field(s, i, '.', 3)
	if !ok {
		return fail(i, script.ErrTime, wantTime)
	}
	i += 4
	if second > 59 || third > 59 {
		return fail(from, script.ErrTime, "minutes and seconds below 60")
	}
	total := ((first*60+second)*60+third)*1000 + milli
	if total > most {
		return fail(from, script.ErrTimeRange, "at most 2562047:47:16.854")
	}
	return time.Duration(total) * time.Millisecond, i, badTiming{}
}

// most is the longest Duration in ms.
const most = math.MaxInt64 / int64(time.Millisecond)

// parseDigits reads the digits that s begins with; n is how many there are. Values
// beyond any legal one are cut to that.
func parseDigits(s string) (value int64, n int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		value = min(value*10+int64(s[n]-'0'), most/3_600_000+1)
		n++
	}
	return value, n
}

// field reads mark and exactly so many digits at s[i:].
func field(s string, i int, mark byte, digits int) (int64, bool) {
	if i >= len(s) || s[i] != mark {
		return 0, false
	}
	value, n := parseDigits(s[i+1:])
	return value, n == digits
}

// word returns s up to the first blank.
func word(s string) string {
	if i := strings.IndexAny(s, blank); i >= 0 {
		return s[:i]
	}
	return s
}
