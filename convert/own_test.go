package convert_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// list is a format of one's own: a start and a text on each line.
type list struct{ warn func(script.Warning) error }

func (l list) Encode(w io.Writer, s *script.Script) error {
	for _, seg := range s.Sorted() {
		if _, err := fmt.Fprintf(w, "%s\t%s\n", seg.Start, seg.Text); err != nil {
			return err
		}
	}
	return nil
}

func (l list) Decode(r io.Reader) (*script.Script, error) {
	s := new(script.Script)
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		start, text, _ := strings.Cut(lines.Text(), "\t")
		at, err := time.ParseDuration(start)
		if err != nil {
			return nil, &script.ParseError{Format: "list", Pos: script.Pos{Line: n, Column: 1}, Err: script.ErrTime}
		}
		s.Segments = append(s.Segments, script.Segment{Start: at, End: at + time.Second, Text: text})
	}
	return s, lines.Err()
}

// A format of one's own is a value beside those of the table.
func ExampleFormat() {
	own := convert.Format{
		Name: "list", Title: "starts and texts", Extensions: []string{".list"}, Unit: convert.Nanosecond,
		NewDecoder: func(o *convert.Options) script.Decoder { return list{o.Warn} },
		NewEncoder: func(o *convert.Options) script.Encoder { return list{o.Warn} },
	}
	srt, _ := convert.Lookup("srt")
	var out bytes.Buffer
	if err := convert.Convert(&out, srt, strings.NewReader("1.5s\tA door opens.\n4s\tA cat comes in.\n"), own, nil); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(out.String())
	// Output:
	// 1
	// 00:00:01,500 --> 00:00:02,500
	// A door opens.
	//
	// 2
	// 00:00:04,000 --> 00:00:05,000
	// A cat comes in.
}

// What Formats and Lookup return is the caller's own.
func TestTheTableCannotBeChanged(t *testing.T) {
	all := convert.Formats()
	all[0].Extensions[0], all[2].Name = ".x", "x"
	f, _ := convert.Lookup("vtt")
	f.Extensions[0] = ".x"
	require.Equal(t, ".json", convert.Formats()[0].Extensions[0])
	again, ok := convert.Lookup("vtt")
	require.True(t, ok)
	require.Equal(t, ".vtt", again.Extensions[0])
}

// What is not set for all formats leaves a format's own options be.
func TestUnsetNeverWins(t *testing.T) {
	said := 0
	warn := func(script.Warning) error { said++; return nil }
	o := &convert.Options{
		VTT: vtt.Encoder{Warn: warn}, FromVTT: vtt.Decoder{MaxBytes: 3, Warn: warn},
		CSV: csv.Encoder{Time: csv.Frames, Rate: timecode.Rate25},
	}
	f, _ := convert.Lookup("vtt")
	require.NoError(t, convert.Encode(io.Discard, full(), f, o))
	require.Positive(t, said)
	_, err := convert.Decode(strings.NewReader("WEBVTT\n"), f, o)
	require.ErrorIs(t, err, script.ErrTooLarge)
	o.MaxBytes = 100
	_, err = convert.Decode(strings.NewReader("WEBVTT\n"), f, o)
	require.NoError(t, err)

	f, _ = convert.Lookup("csv")
	var b bytes.Buffer
	require.NoError(t, convert.Encode(&b, full(), f, o))
	require.Contains(t, b.String(), ",00:00:01:13,")
}

// The options that say where in an edited copy the script stands are not for
// what is written to compare it with.
func TestMergeOptionsOfOddCopies(t *testing.T) {
	o := &convert.Options{
		FromSRT:  srt.Decoder{Encoding: "utf-16le"},
		FromXLSX: xlsx.Decoder{Sheet: "Their sheet", Columns: map[string]string{"text": "Their text"}},
		FromCSV:  csv.Decoder{Comma: '|', Columns: map[string]string{"text": "Their text"}},
	}
	for _, name := range []string{"srt", "xlsx", "csv"} {
		f, _ := convert.Lookup(name)
		present := []script.Field{script.FieldID, script.FieldStart, script.FieldText}
		if name == "srt" {
			present = nil
		}
		m, err := convert.MergeOptions(full(), f, present, o)
		require.NoError(t, err, name)
		require.Len(t, m.Baseline.Segments, len(full().Segments))
		edited := *m.Baseline
		edited.Segments = append([]script.Segment(nil), edited.Segments...)
		edited.Segments[0].Text = "Another text."
		got, changes, err := merge.Merge(full(), &edited, m)
		require.NoError(t, err, name)
		require.Len(t, changes, 1, name)
		want := full()
		want.Segments[0].Text = "Another text."
		require.Equal(t, want, got, name)
	}
	f, _ := convert.Lookup("edl")
	_, err := convert.MergeOptions(full(), f, nil, nil)
	require.ErrorIs(t, err, timecode.ErrNoRate)
	m, err := convert.MergeOptions(full(), f, nil, &convert.Options{Rate: timecode.Rate25})
	require.NoError(t, err)
	require.Equal(t, []script.Field{script.FieldID}, m.Absent)
}
