package qc_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// testCase is a case of testdata/qc, which every implementation of the rules
// must judge alike. Times are in seconds.
type testCase struct {
	Name     string       `json:"name"`
	Language string       `json:"language"`
	Type     string       `json:"type"`
	Limits   qc.Limits    `json:"limits"`
	Duration float64      `json:"duration"`
	Rate     string       `json:"rate"`
	Dialogue [][2]float64 `json:"dialogue"`
	Segments []struct {
		ID       string  `json:"id"`
		Start    float64 `json:"start"`
		End      float64 `json:"end"`
		Text     string  `json:"text"`
		Language string  `json:"language"`
		Extended bool    `json:"extended"`
	} `json:"segments"`
	Findings []caseFinding `json:"findings"`
}

type caseFinding struct {
	Code  qc.Code  `json:"code"`
	Index int      `json:"index"`
	Value *float64 `json:"value"`
	Limit *float64 `json:"limit"`
	Fix   struct {
		Words   int        `json:"words"`
		Seconds float64    `json:"seconds"`
		Slot    [2]float64 `json:"slot"`
	} `json:"fix"`
}

func duration(seconds float64) time.Duration {
	return time.Duration(math.Round(seconds*1000)) * time.Millisecond
}

func corpus(t testing.TB) (all []testCase) {
	files, err := filepath.Glob("../testdata/qc/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var doc struct{ Cases []testCase }
		require.NoError(t, json.Unmarshal(data, &doc), file)
		all = append(all, doc.Cases...)
	}
	return all
}

func (c *testCase) script(t testing.TB) (*script.Script, qc.Profile) {
	kind, err := script.ParseType(c.Type)
	require.NoError(t, err)
	s := &script.Script{Language: c.Language, Type: kind}
	for _, seg := range c.Segments {
		s.Segments = append(s.Segments, script.Segment{ID: seg.ID, Start: duration(seg.Start), End: duration(seg.End), Text: seg.Text, Language: seg.Language, Extended: seg.Extended})
	}
	p := qc.ProfileOf(s)
	p.Limits, p.Duration = c.Limits, duration(c.Duration)
	if c.Rate != "" {
		p.Rate, err = timecode.ParseRate(c.Rate)
		require.NoError(t, err)
	}
	if c.Dialogue != nil {
		p.Dialogue = []qc.Span{}
	}
	for _, d := range c.Dialogue {
		p.Dialogue = append(p.Dialogue, qc.Span{Start: duration(d[0]), End: duration(d[1])})
	}
	return s, p
}

// TestCorpus holds every rule against cases just under, at and over its limit.
func TestCorpus(t *testing.T) {
	seen := qc.Set(0)
	for _, c := range corpus(t) {
		s, p := c.script(t)
		findings := qc.Check(s, p)
		data, err := json.Marshal(findings)
		require.NoError(t, err)
		got := []caseFinding{}
		require.NoError(t, json.Unmarshal(data, &got))
		if got == nil {
			got = []caseFinding{}
		}
		for i := range got {
			seen |= qc.SetOf(got[i].Code)
			if v := got[i].Value; v != nil {
				*v = math.Round(*v*1000) / 1000
			}
		}
		require.Equal(t, c.Findings, got, "%s\n%s", c.Name, data)
	}
	for _, rule := range qc.Rules() {
		told := rule.Code == qc.BadTimecode || rule.Code == qc.Altered // remarks of readers and writers
		require.True(t, seen.Has(rule.Code) || told, "no case finds %s", rule.Name)
	}
}
