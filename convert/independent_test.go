package convert_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/fcpxml"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// counting is a rate with arithmetic of its own, so that a mistake of package
// timecode is not made twice.
type counting struct {
	num, den int64
	labels   int64 // in a second
	skipped  int64 // labels of a minute that drop-frame skips
}

var countings = map[timecode.Rate]counting{
	timecode.Rate23976: {24000, 1001, 24, 0}, timecode.Rate25: {25, 1, 25, 0},
	timecode.Rate2997DF: {30000, 1001, 30, 2}, timecode.Rate5994DF: {60000, 1001, 60, 4},
}

// frame returns the frame nearest to a time, halves up.
func (c counting) frame(d time.Duration) int64 {
	x := new(big.Rat).Mul(big.NewRat(int64(d), int64(time.Second)), big.NewRat(c.num, c.den))
	x.Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(x.Num(), x.Denom()).Int64()
}

// number counts the frames before a label, minute by minute.
func (c counting) number(t *testing.T, label string) int64 {
	t.Helper()
	var h, m, s, f int64
	_, err := fmt.Sscanf(strings.ReplaceAll(label, ";", ":"), "%d:%d:%d:%d", &h, &m, &s, &f)
	require.NoError(t, err, label)
	require.Equal(t, c.skipped > 0, strings.Contains(label, ";"), label)
	n := s*c.labels + f
	for minute := range 60*h + m {
		n += 60 * c.labels
		if minute%10 != 0 {
			n -= c.skipped
		}
	}
	if m%10 != 0 {
		n -= c.skipped // of this minute, whose first labels are missing
		require.False(t, s == 0 && f < c.skipped, "%s is no label", label)
	}
	return n
}

// seen is a marker as a stranger reads it: frames of the timeline, whose first
// is that of the start.
type seen struct {
	in, out int64
	text    string
}

// strangers read what we write without our readers.
var strangers = map[string]func(t *testing.T, c counting, list string) []seen{
	"edl": func(t *testing.T, c counting, list string) []seen {
		return events(t, c, list, `\* FROM CLIP NAME: (.*)`, "")
	},
	"locators": func(t *testing.T, c counting, list string) []seen {
		return events(t, c, list, `\* LOC: \S+ RED     (.*)`, "")
	},
	"resolve": func(t *testing.T, c counting, list string) []seen {
		return events(t, c, list, `(.*) \|C:ResolveColorBlue \|M:.* \|D:\d+`, `\|D:(\d+)`)
	},
	"avid": func(t *testing.T, c counting, list string) (all []seen) {
		for line := range strings.Lines(list) {
			cols := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			require.Len(t, cols, 6)
			in := c.number(t, cols[1])
			all = append(all, seen{in, in + integer(t, cols[5]), cols[4]})
		}
		return all
	},
	"premiere": premiereMarkers,
	"fcpxml":   finalCutMarkers,
	"captions": finalCutMarkers,
	"protools": func(t *testing.T, c counting, list string) (all []seen) {
		clips := regexp.MustCompile(`(?m)^1 +\t\d+ +\t(.*?) *\t +(\S+)\t +(\S+)\t +(\S+)\tUnmuted$`)
		for _, m := range clips.FindAllStringSubmatch(list, -1) {
			all = append(all, seen{c.number(t, m[2]), c.number(t, m[3]), m[1]})
		}
		marks := regexp.MustCompile(`(?m)^\d+ +\t(\S+)  \t(\d+) +\tSamples  \t`).FindAllStringSubmatch(list, -1)
		require.Len(t, marks, len(all))
		for i, m := range marks {
			require.Equal(t, all[i].in, c.number(t, m[1]))
			back := c.frame(time.Duration(integer(t, m[2])) * time.Second / 48000)
			require.Equal(t, all[i].in-all[0].in, back-c.frame(time.Duration(integer(t, marks[0][2]))*time.Second/48000))
		}
		return all
	},
}

func integer(t *testing.T, s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	require.NoError(t, err)
	return n
}

// events reads an edit decision list by its columns.
func events(t *testing.T, c counting, list, text, length string) (all []seen) {
	line := regexp.MustCompile(`^\d{3}  \S+ +V     C        (\S{11}) (\S{11}) (\S{11}) (\S{11}) *$`)
	for s := range strings.Lines(list) {
		s = strings.TrimSuffix(s, "\n")
		if m := line.FindStringSubmatch(s); m != nil {
			all = append(all, seen{in: c.number(t, m[3]), out: c.number(t, m[4])})
		} else if m := regexp.MustCompile("^" + text + "$").FindStringSubmatch(s); m != nil {
			last := &all[len(all)-1]
			last.text = m[1]
			if length != "" {
				last.out = last.in + integer(t, regexp.MustCompile(length).FindStringSubmatch(s)[1])
			}
		}
	}
	return all
}

func premiereMarkers(t *testing.T, _ counting, list string) (all []seen) {
	var doc struct {
		Sequence struct {
			Timecode struct {
				Frame int64 `xml:"frame"`
			} `xml:"timecode"`
			Markers []struct {
				Comment string `xml:"comment"`
				In      int64  `xml:"in"`
				Out     int64  `xml:"out"`
			} `xml:"marker"`
		} `xml:"sequence"`
	}
	require.NoError(t, xml.Unmarshal([]byte(list), &doc))
	for _, m := range doc.Sequence.Markers {
		first := doc.Sequence.Timecode.Frame
		all = append(all, seen{first + m.In, first + m.Out, m.Comment})
	}
	return all
}

func finalCutMarkers(t *testing.T, c counting, list string) (all []seen) {
	type item struct {
		Start    string   `xml:"start,attr"`
		Offset   string   `xml:"offset,attr"`
		Duration string   `xml:"duration,attr"`
		Note     string   `xml:"note,attr"`
		Text     []string `xml:"text>text-style"`
	}
	var doc struct {
		Gap struct {
			Offset   string `xml:"offset,attr"`
			Start    string `xml:"start,attr"`
			Markers  []item `xml:"marker"`
			Captions []item `xml:"caption"`
		} `xml:"library>event>project>sequence>spine>gap"`
	}
	require.NoError(t, xml.Unmarshal([]byte(list), &doc))
	frames := func(s string) int64 {
		x, ok := new(big.Rat).SetString(strings.TrimSuffix(s, "s"))
		require.True(t, ok, s)
		x.Mul(x, big.NewRat(c.num, c.den))
		require.True(t, x.IsInt(), "%s is no whole frame", s)
		return x.Num().Int64()
	}
	for _, m := range append(doc.Gap.Markers, doc.Gap.Captions...) {
		at, text := m.Start, m.Note
		if len(m.Text) > 0 {
			at, text = m.Offset, strings.Join(m.Text, "")
		}
		in := frames(doc.Gap.Offset) - frames(doc.Gap.Start) + frames(at)
		all = append(all, seen{in, in + frames(m.Duration), text})
	}
	return all
}

// TestStrangersReadOurLists: what every list says is where it should be, at
// four rates, with and without a start of an hour.
func TestStrangersReadOurLists(t *testing.T) {
	s := markertest.Script()
	for i := range s.Segments {
		s.Segments[i].Text = "Description " + strconv.Itoa(i) + "."
	}
	for rate, c := range countings {
		for name, start := range map[string]timecode.Timecode{"": {}, " from an hour": markertest.Hour(t, rate)} {
			for format, read := range strangers {
				t.Run(format+" "+rate.String()+name, func(t *testing.T) {
					o := &convert.Options{Rate: rate, Start: start}
					if format == "captions" {
						format, o.FCPXML.Items = "fcpxml", fcpxml.Captions
					}
					require.Equal(t, expected(t, c, start, s), read(t, c, written(t, format, s, o)))
				})
			}
		}
	}
}

func written(t *testing.T, name string, s *script.Script, o *convert.Options) string {
	t.Helper()
	format, ok := convert.Lookup(name)
	require.True(t, ok)
	var b bytes.Buffer
	require.NoError(t, convert.Encode(&b, s, format, o))
	return b.String()
}

func expected(t *testing.T, c counting, start timecode.Timecode, s *script.Script) (all []seen) {
	first := int64(0)
	if !start.IsZero() {
		first = c.number(t, start.String())
	}
	for _, seg := range s.Segments {
		all = append(all, seen{first + c.frame(seg.Start), first + c.frame(seg.End), seg.Text})
	}
	return all
}
