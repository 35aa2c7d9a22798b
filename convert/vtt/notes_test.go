package vtt_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
)

// A comment is the note of the cue behind it.
func TestCommentsAreNotes(t *testing.T) {
	const cue = "00:01.000 --> 00:02.000\nA\n"
	tests := []struct{ name, file, note, warning string }{
		{"one line", "NOTE check the name\n\n" + cue, "check the name", ""},
		{"a tab", "NOTE\tcheck\n\n" + cue, "check", ""},
		{"lines", "NOTE\ncheck\nthe name\n\n" + cue, "check\nthe name", ""},
		{"lines behind the word", "NOTE check\nthe name\n\n" + cue, "check\nthe name", ""},
		{"two comments", "NOTE a\n\nNOTE b\n\n" + cue, "a\n\nb", ""},
		{"style sheet between", "NOTE a\n\nSTYLE\n::cue {}\n\n" + cue, "a", `vtt: 5:1: dropped: style sheet "STYLE" and 1 more line`},
		{"above an id", "NOTE a\n\n7\n" + cue, "a", ""},
		{"glued to the cue", "NOTE a\nb\n" + cue, "a\nb", ""},
		{"empty", "NOTE\n\n" + cue, "", ""},
		{"looks like times", "NOTE a\n00:00:05.000 → 00:00:06.000\n\n" + cue, "a\n00:00:05.000 → 00:00:06.000", ""},
		{"at the end", cue + "\nNOTE done\n", "", `vtt: 6:1: dropped: comment "NOTE done"`},
		{"above a cue that is dropped", "NOTE a\n\n00:99.000 --> x\nB\n\n" + cue, "", `vtt: 3:1: dropped: comment "NOTE a"`},
		{"of another word", "NOTES a\n\n" + cue, "", `vtt: 3:1: dropped: text outside of cues "NOTES a"`},
		{"an id", "NOTE\n" + cue, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var warnings []string
			d := vtt.Decoder{Warn: func(w script.Warning) error { warnings = append(warnings, w.Error()); return nil }}
			s, err := d.Decode(strings.NewReader("WEBVTT\n\n" + tt.file))
			require.NoError(t, err)
			require.Len(t, s.Segments, 1)
			require.Equal(t, tt.note, s.Segments[0].Note)
			require.Equal(t, "A", s.Segments[0].Text)
			if tt.warning == "" {
				require.Empty(t, warnings)
			} else {
				require.Equal(t, tt.warning, warnings[0])
			}
		})
	}
}

func TestNotesAreWrittenWhenAsked(t *testing.T) {
	tests := []struct{ note, want, back, warning string }{
		{"check the name", "NOTE check the name\n\n", "", ""},
		{"check\nthe name", "NOTE\ncheck\nthe name\n\n", "", ""},
		{"a\n\nb\nc", "NOTE a\n\nNOTE\nb\nc\n\n", "", ""},
		{"a --> b", "NOTE a → b\n\n", "a → b", "an arrow became"},
		{" a\x00 ", "NOTE a\n\n", "a", "note: text changed"},
		{"NOTE a", "NOTE NOTE a\n\n", "", ""},
		{"<b> & c", "NOTE <b> & c\n\n", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.note, func(t *testing.T) {
			s := &script.Script{Segments: []script.Segment{
				{ID: "1", End: time.Second, Text: "A", Note: tt.note},
				{ID: "2", Start: time.Second, End: 2 * time.Second, Text: "B"},
			}}
			var b bytes.Buffer
			var warnings []string
			e := vtt.Encoder{Notes: true, Warn: func(w script.Warning) error { warnings = append(warnings, w.Error()); return nil }}
			require.NoError(t, e.Encode(&b, s))
			require.Equal(t, "WEBVTT\n\n"+tt.want+"1\n00:00:00.000 --> 00:00:01.000\nA\n\n2\n00:00:01.000 --> 00:00:02.000\nB\n", b.String())
			again, err := vtt.Decode(&b)
			require.NoError(t, err)
			back := tt.back
			if back == "" {
				back = tt.note
				require.Empty(t, warnings)
			} else {
				require.Contains(t, warnings[0], tt.warning)
			}
			require.Equal(t, back, again.Segments[0].Note)
			require.Empty(t, again.Segments[1].Note)
		})
	}
	var b bytes.Buffer
	require.NoError(t, vtt.Encode(&b, &script.Script{Segments: []script.Segment{{End: time.Second, Text: "A", Note: "n"}}}))
	require.NotContains(t, b.String(), "NOTE")
}
