package qc

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
)

// Finding is what a rule says of a segment.
type Finding struct {
	Code     Code
	Severity Severity
	Index    int           // of the segment, from 0, in the order of the script
	ID       string        // of the segment
	Start    time.Duration // of the segment
	Message  string        // what is wrong, with its figures, in one line

	// Value was measured and Limit is what it is held against, in the unit of
	// the rule. Both are 0 for rules without unit.
	Value, Limit float64

	Fix Fix
}

// Fix is what brings a finding to its limit; zero fields mean that nothing of
// the kind does.
type Fix struct {
	// Words is how many words must go, below zero, or may come; characters
	// where the rate is counted in them.
	Words int

	// Time is the least change in whole milliseconds: of the segment's length
	// for rates and lengths, else of the time that is wrong, later above zero.
	Time time.Duration

	// Slot is the nearest free time that would hold the description.
	Slot Span
}

type jsonFix struct {
	Words   int       `json:"words,omitempty"`
	Seconds float64   `json:"seconds,omitempty"`
	Slot    []float64 `json:"slot,omitempty"`
}

type jsonFinding struct {
	Code     Code     `json:"code"`
	Severity string   `json:"severity"`
	ID       string   `json:"id"`
	Index    int      `json:"index"`
	Start    float64  `json:"start"`
	Message  string   `json:"message"`
	Value    *float64 `json:"value"`
	Limit    *float64 `json:"limit"`
	Fix      jsonFix  `json:"fix"`
}

// MarshalJSON writes times as seconds, and value and limit as null for rules
// that measure nothing.
func (f Finding) MarshalJSON() ([]byte, error) {
	j := jsonFinding{Code: f.Code, Severity: f.Severity.String(), ID: f.ID, Index: f.Index, Start: f.Start.Seconds(), Message: f.Message}
	if f.Code.Rule().Unit != "" {
		j.Value, j.Limit = &f.Value, &f.Limit
	}
	j.Fix.Words, j.Fix.Seconds = f.Fix.Words, f.Fix.Time.Seconds()
	if f.Fix.Slot != (Span{}) {
		j.Fix.Slot = []float64{f.Fix.Slot.Start.Seconds(), f.Fix.Slot.End.Seconds()}
	}
	return json.Marshal(j)
}

// Counts is how many findings there are of each severity.
type Counts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

// Count counts findings by severity.
func Count(findings []Finding) Counts {
	var c Counts
	for i := range findings {
		switch findings[i].Severity {
		case Error:
			c.Error++
		case Warning:
			c.Warning++
		case Info:
			c.Info++
		}
	}
	return c
}

// Add returns the sum of two counts.
func (c Counts) Add(d Counts) Counts {
	return Counts{c.Error + d.Error, c.Warning + d.Warning, c.Info + d.Info}
}

// millis rounds up to whole milliseconds, away from zero, so that what is
// changed by it is changed enough.
func millis(d time.Duration) time.Duration {
	switch rest := d % time.Millisecond; {
	case rest > 0:
		return d - rest + time.Millisecond
	case rest < 0:
		return d - rest - time.Millisecond
	}
	return d
}

// rounded is v to three digits behind the point, unless that would be limit
// itself and v is not.
func rounded(v, limit float64) float64 {
	if r := math.Round(v*1000) / 1000; r != limit {
		return r
	}
	return v
}

// number writes v with as many digits as it has, three behind the point at
// most.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64) }

// seconds writes d as "1.25 s".
func seconds(d time.Duration) string {
	return string(clock.AppendSeconds(nil, d.Round(time.Millisecond))) + " s"
}
