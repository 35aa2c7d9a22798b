package timecode

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// ErrRate is what errors about frame rates wrap.
var ErrRate = errors.New("unknown frame rate")

// Rate is a frame rate, with the way its labels are counted. It is comparable;
// the zero value means that no rate is set.
type Rate struct {
	num, den int32
	drop     bool
	ndf      bool // a list that says drop-frame is wrong
}

// The rates of film and video. DF are the drop-frame counts.
var (
	Rate23976   = Rate{num: 24000, den: 1001}
	Rate24      = Rate{num: 24, den: 1}
	Rate25      = Rate{num: 25, den: 1}
	Rate2997    = Rate{num: 30000, den: 1001}
	Rate2997DF  = Rate{num: 30000, den: 1001, drop: true}
	Rate30      = Rate{num: 30, den: 1}
	Rate30DF    = Rate{num: 30, den: 1, drop: true}
	Rate47952   = Rate{num: 48000, den: 1001}
	Rate48      = Rate{num: 48, den: 1}
	Rate50      = Rate{num: 50, den: 1}
	Rate5994    = Rate{num: 60000, den: 1001}
	Rate5994DF  = Rate{num: 60000, den: 1001, drop: true}
	Rate60      = Rate{num: 60, den: 1}
	Rate60DF    = Rate{num: 60, den: 1, drop: true}
	Rate11988   = Rate{num: 120000, den: 1001}
	Rate11988DF = Rate{num: 120000, den: 1001, drop: true}
	Rate120     = Rate{num: 120, den: 1}
	Rate120DF   = Rate{num: 120, den: 1, drop: true}
)

var rates = [...]struct {
	name string
	rate Rate
}{
	{"23.976", Rate23976}, {"24", Rate24}, {"25", Rate25},
	{"29.97", Rate2997}, {"29.97df", Rate2997DF}, {"30", Rate30}, {"30df", Rate30DF},
	{"47.952", Rate47952}, {"48", Rate48}, {"50", Rate50},
	{"59.94", Rate5994}, {"59.94df", Rate5994DF}, {"60", Rate60}, {"60df", Rate60DF},
	{"119.88", Rate11988}, {"119.88df", Rate11988DF}, {"120", Rate120}, {"120df", Rate120DF},
}

// Rates returns every rate, slowest first.
func Rates() []Rate {
	all := make([]Rate, len(rates))
	for i := range rates {
		all[i] = rates[i].rate
	}
	return all
}

// ParseRate returns the rate that s names: "25", "25.000", "50/1", "29.97df",
// "30000/1001". Decimals stand for the NTSC rate they are rounded or cut from,
// if there are at least two: "23.98", "23.976", "23.976024". "df" or "drop"
// means drop-frame; "ndf" or "non-drop" means [Rate.NDF]; without any, labels
// are not dropped unless a list says so. "fps" may stand before it. Letter case does not matter. Drop-frame needs a nominal rate that
// is a multiple of 30. Errors wrap [ErrRate].
func ParseRate(s string) (Rate, error) {
	base, drop, ndf := cutMode(strings.ToLower(strings.TrimSpace(s)))
	for i := range rates {
		r := rates[i].rate
		if r.drop || !r.named(base) {
			continue
		}
		if drop && r.Nominal()%30 != 0 {
			return Rate{}, fmt.Errorf("%w %q: drop-frame exists at 29.97, 30, 59.94, 60, 119.88 and 120 only", ErrRate, s)
		}
		r.drop = drop
		if ndf {
			return r.NDF(), nil
		}
		return r, nil
	}
	return Rate{}, fmt.Errorf("%w %q: want %s", ErrRate, s, rateNames())
}

// cutMode takes "df" and its like, and "fps", off the end of name.
func cutMode(name string) (base string, drop, ndf bool) {
	for _, mode := range [...]string{"ndf", "non-drop", "nondrop", "df", "drop"} {
		if base, ok := strings.CutSuffix(name, mode); ok {
			name, drop = strings.TrimRight(base, " -_"), mode == "df" || mode == "drop"
			ndf = !drop
			break
		}
	}
	return strings.TrimRight(strings.TrimSuffix(name, "fps"), " "), drop, ndf
}

// named reports whether s is the rate as a fraction or as a decimal.
func (r Rate) named(s string) bool {
	if a, b, ok := strings.Cut(s, "/"); ok {
		num, ok1 := parseDigits(a, 9)
		den, ok2 := parseDigits(b, 9)
		return ok1 && ok2 && den > 0 && num*int64(r.den) == den*int64(r.num)
	}
	whole, frac, _ := strings.Cut(s, ".")
	frac = strings.TrimRight(frac, "0")
	value, ok := parseDigits(whole+frac, 12)
	if !ok || whole == "" {
		return false
	}
	if frac == "" || r.den == 1 {
		return frac == "" && r.den == 1 && value == int64(r.num)
	}
	scaled := int64(r.num)
	for range frac {
		scaled *= 10
	}
	den := int64(r.den)
	return len(frac) >= 2 && (value == scaled/den || value == (2*scaled+den)/(2*den))
}

// parseDigits reads a number of up to most digits.
func parseDigits(s string, most int) (n int64, ok bool) {
	if s == "" || len(s) > most {
		return 0, false
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}

func rateNames() string {
	names := make([]string, len(rates))
	for i := range rates {
		names[i] = rates[i].name
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// String returns the rate's name as [ParseRate] reads it, or "" for the zero
// value.
func (r Rate) String() string {
	if r.ndf {
		return r.NonDrop().String() + "ndf"
	}
	for i := range rates {
		if rates[i].rate == r {
			return rates[i].name
		}
	}
	return ""
}

// IsZero reports whether no rate is set.
func (r Rate) IsZero() bool { return r == Rate{} }

// Fraction returns the exact rate as num/den frames a second.
func (r Rate) Fraction() (num, den int64) { return int64(r.num), int64(r.den) }

// DropFrame reports whether labels are counted in drop-frame.
func (r Rate) DropFrame() bool { return r.drop }

// NonDrop returns the same rate counted without dropping labels.
func (r Rate) NonDrop() Rate { r.drop, r.ndf = false, false; return r }

// NDF returns the same rate counted without dropping labels, whatever a list
// says: [Rate.Counted] leaves it. Rates that lists do not decide about stay
// what they are. It is for telling readers, which go on with what Counted
// returns.
func (r Rate) NDF() Rate {
	r.drop, r.ndf = false, r.droppable()
	return r
}

// droppable reports whether the rate is one of NTSC at which labels may be
// dropped.
func (r Rate) droppable() bool { return r.den == 1001 && r.Nominal()%30 == 0 }

// Open reports whether a list may say how labels are counted: at 29.97, 59.94
// and 119.88, unless the rate says it.
func (r Rate) Open() bool { return r.droppable() && !r.drop && !r.ndf }

// Counted returns the rate as a list counts it that says whether labels are
// dropped: r itself when it says so too, in drop-frame when r leaves it open.
func (r Rate) Counted(drop bool) Rate {
	if drop && r.Open() {
		r.drop = true
	}
	r.ndf = false
	return r
}

// Nominal returns the number of frame labels in a second: 24 for 23.976. It
// is 0 for the zero value.
func (r Rate) Nominal() int {
	if r.den == 0 {
		return 0
	}
	return int((r.num + r.den - 1) / r.den)
}

// FramesPerDay returns how many frames 24 hours of labels number.
func (r Rate) FramesPerDay() int64 { return 144 * r.framesPer10Min() }

// dropped is the number of labels a minute skips.
func (r Rate) dropped() int64 {
	if !r.drop {
		return 0
	}
	return int64(r.Nominal()) / 15
}

func (r Rate) framesPer10Min() int64 { return 600*int64(r.Nominal()) - 9*r.dropped() }

// Frames returns the number of the frame nearest to d, halves up. It is not
// wrapped at 24 hours and is negative for a negative d.
func (r Rate) Frames(d time.Duration) int64 {
	if r.den == 0 {
		return 0
	}
	num, den := r.Fraction()
	sec, nsec := floorDiv(int64(d), int64(time.Second))
	whole, rest := floorDiv(sec*num, den)
	// rest/den + nsec*num/(den*1e9) is below num+1; doubled, all stays in int64.
	unit := den * int64(time.Second)
	part, _ := floorDiv(2*(rest*int64(time.Second)+nsec*num)+unit, 2*unit)
	return whole + part
}

// Duration returns the time at which frame n begins, to the nearest
// nanosecond, halves up. Times beyond the range of a Duration become its
// limit.
func (r Rate) Duration(n int64) time.Duration {
	if r.den == 0 {
		return 0
	}
	num, den := r.Fraction()
	turns, rest := floorDiv(n, num)
	if limit := math.MaxInt64/(den*int64(time.Second)) - 1; turns > limit {
		return math.MaxInt64
	} else if turns < -limit {
		return math.MinInt64
	}
	part, _ := floorDiv(2*rest*den*int64(time.Second)+num, 2*num)
	return time.Duration(turns*den*int64(time.Second) + part)
}

func floorDiv(a, b int64) (q, rest int64) {
	q, rest = a/b, a%b
	if rest < 0 {
		q, rest = q-1, rest+b
	}
	return q, rest
}
