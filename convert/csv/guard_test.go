package csv_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// However a program cuts the line, no cell is a formula, and the text comes
// back as it was.
func TestNoCellIsAFormulaWhateverTheDelimiter(t *testing.T) {
	texts := []string{"Hello;=1+1;b", "a\t@x", "a,-b", `a;"=1"`, "a;'=1", "a;''=1,+2", ";=", `";=1`, "'=a;=b", "a; =1", "a;\nb;-c"}
	for _, comma := range []rune{',', ';', '\t', '|', '§'} {
		for _, text := range texts {
			s := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1000 * ms, End: 2000 * ms, Text: text, Note: text}}}
			out := encode(t, csv.Encoder{Comma: comma}, s)
			for _, split := range []string{",", ";", "\t", string(comma)} {
				for cell := range strings.SplitSeq(strings.TrimPrefix(out, "\uFEFF"), split) {
					require.False(t, isFormula(cell), "%q cut at %q: %q", out, split, cell)
				}
			}
			got := decode(t, csv.Decoder{Comma: comma}, out)
			require.Equal(t, text, got.Segments[0].Text)
			require.Equal(t, text, got.Segments[0].Note)
		}
	}
}

func isFormula(cell string) bool {
	cell = strings.TrimLeft(cell, `"`)
	return cell != "" && strings.Contains("=+-@", cell[:1])
}

// Milliseconds of three digits look like frames where these have three, too.
func TestColonNeedsFewerThanHundredFrames(t *testing.T) {
	for _, rate := range timecode.Rates() {
		err := csv.Encoder{Time: csv.Colon, Rate: rate}.Encode(&bytes.Buffer{}, harbour())
		if rate.Nominal() <= 100 {
			require.NoError(t, err, rate)
			continue
		}
		require.ErrorIs(t, err, script.ErrValue, rate)
		require.ErrorContains(t, err, fmt.Sprint("another form at ", rate))
	}
}
