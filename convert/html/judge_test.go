package html_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/html"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// judged is a script, and what it is held against.
type judged struct {
	name    string
	script  *script.Script
	profile qc.Profile
}

// TestInteropVerdicts holds the page's rules and those of qc to the same
// findings, word counts and free slots: on the corpus of qc, on hostile texts,
// and on scripts made at random.
func TestInteropVerdicts(t *testing.T) {
	node := interop.Client(t, "node", "nodejs")
	all := slices.Concat(corpus(t), hostileScripts(), randomScripts())
	var in bytes.Buffer
	for _, c := range all {
		in.WriteString(dataOf(t, encode(t, html.Encoder{Profile: &c.profile}, c.script)) + "\n")
	}
	cmd := exec.Command(node, "testdata/judge.mjs")
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	require.Len(t, lines, len(all))
	for i, c := range all {
		testVerdict(t, c, lines[i])
	}
}

func testVerdict(t *testing.T, c judged, line string) {
	var page struct {
		Findings []string
		Counts   []int
		Slots    [][2]time.Duration
	}
	require.NoError(t, json.Unmarshal([]byte(line), &page))
	sorted := &script.Script{Language: c.script.Language, Type: c.script.Type, Segments: c.script.Sorted()}
	var findings []string
	for _, f := range qc.Check(sorted, c.profile) {
		findings = append(findings, fmt.Sprintf("%d %s", f.Index, f.Code))
	}
	slices.Sort(findings)
	slices.Sort(page.Findings)
	require.Equal(t, strings.Join(findings, "\n"), strings.Join(page.Findings, "\n"), "%s: want what qc finds: %q", c.name, texts(sorted))
	slots := [][2]time.Duration{}
	for _, s := range qc.Slots(sorted, c.profile) {
		slots = append(slots, [2]time.Duration{s.Start, s.End})
	}
	require.Equal(t, slots, page.Slots, "%s: slots", c.name)
}

func texts(s *script.Script) (all []string) {
	for i := range s.Segments {
		all = append(all, s.Segments[i].Text)
	}
	return all
}

// dataOf returns the data of a page.
func dataOf(t *testing.T, page string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `id="vsconvert-data">`)
	require.True(t, ok)
	data, _, _ := strings.Cut(rest, "</script>")
	return data
}

func seconds(s float64) time.Duration {
	return time.Duration(math.Round(s*1000)) * time.Millisecond
}

// corpus reads the cases that every implementation of the rules shares.
func corpus(t *testing.T) (all []judged) {
	files, err := filepath.Glob("../../testdata/qc/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var doc struct{ Cases []corpusCase }
		require.NoError(t, json.Unmarshal(data, &doc), file)
		for _, c := range doc.Cases {
			all = append(all, c.judged(t))
		}
	}
	return all
}

type corpusCase struct {
	Name, Language, Type, Rate string
	Limits                     qc.Limits
	Duration                   float64
	Dialogue                   [][2]float64
	Segments                   []struct {
		ID, Text, Language string
		Start, End         float64
		Extended           bool
	}
}

func (c corpusCase) judged(t *testing.T) judged {
	kind, err := script.ParseType(c.Type)
	require.NoError(t, err)
	s := &script.Script{Language: c.Language, Type: kind}
	for _, seg := range c.Segments {
		s.Segments = append(s.Segments, script.Segment{ID: seg.ID, Start: seconds(seg.Start), End: seconds(seg.End), Text: seg.Text, Language: seg.Language, Extended: seg.Extended})
	}
	p := qc.ProfileOf(s)
	p.Limits, p.Duration = c.Limits, seconds(c.Duration)
	if c.Rate != "" {
		p.Rate, err = timecode.ParseRate(c.Rate)
		require.NoError(t, err)
	}
	for _, d := range c.Dialogue {
		p.Dialogue = append(p.Dialogue, qc.Span{Start: seconds(d[0]), End: seconds(d[1])})
	}
	return judged{c.Name, s, p}
}

func hostileScripts() (all []judged) {
	for _, language := range []string{"", "en", "ja", "ar", "th", "zh-Hant", "sr-Latn"} {
		s := &script.Script{Language: language}
		for i, one := range hostile.Texts() {
			at := time.Duration(i) * 5 * time.Second
			text := strings.ToValidUTF8(one.Text, "\uFFFD")
			if len(text) > 4000 {
				continue
			}
			s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i), Start: at, End: at + 4*time.Second, Text: text})
		}
		all = append(all, judged{"hostile texts in " + language, s, qc.Standard()})
	}
	return all
}

// randomScripts mixes words, letters of many scripts, symbols and times.
func randomScripts() (all []judged) {
	rng := rand.New(rand.NewPCG(19, 24))
	pieces := []string{"a boat", "THE", "BIG", "DOG", "XIV", "www.example.org", "example.com/x", "a.b", "夜明けに", "港を", "กำลังเดิน", "قارب", "صيد", "🐕", "™", "…", "—", "50 %", "€5", "\u202b", "\u202c", "\u2066", "\u2069", "\u00ad", "\u200d", "1️⃣", "👩‍🚀", "é", "e\u0301", "한국어", "ﬁ", "Ω", "ИВАН", "Иван", "\u007f", "\ufeff", "\n", "'", "\"HE\"", "ÉCOLE", "Ǆ", "ꙮ", "½", "②", "x²", "\u2028", "\u0085", "\u00a0"}
	for range 300 {
		s := &script.Script{Language: []string{"", "en", "ja", "ar", "ru", "th", "ko"}[rng.IntN(7)], Type: script.Type(rng.IntN(3))}
		at := time.Duration(0)
		for i := range 1 + rng.IntN(8) {
			var words []string
			for range rng.IntN(14) {
				words = append(words, pieces[rng.IntN(len(pieces))])
			}
			at += time.Duration(rng.IntN(4000)) * time.Millisecond
			s.Segments = append(s.Segments, script.Segment{
				ID: fmt.Sprint(i % 6), Start: at, End: at + time.Duration(rng.IntN(6000)-500)*time.Millisecond,
				Text: strings.Join(words, []string{" ", "", " ", "\n"}[rng.IntN(4)]), Extended: rng.IntN(9) == 0,
			})
		}
		p := qc.ProfileOf(s)
		p.Duration = time.Duration(rng.IntN(3)) * 10 * time.Second
		p.Rate = []timecode.Rate{{}, timecode.Rate25, timecode.Rate2997DF}[rng.IntN(3)]
		for from := time.Duration(0); rng.IntN(3) > 0; from += 3 * time.Second {
			p.Dialogue = append(p.Dialogue, qc.Span{Start: from, End: from + time.Duration(rng.IntN(2500))*time.Millisecond})
		}
		all = append(all, judged{"at random", s, p})
	}
	return all
}
