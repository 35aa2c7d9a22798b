package convert_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func gzipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text) // a Buffer takes all
	_ = w.Close()
	return b.Bytes()
}

// A file that is compressed as a whole is read as what it holds.
func ExampleDecode_compressed() {
	file := gzipped("WEBVTT\n\n00:01.000 --> 00:02.500\nA door.\n")
	format, err := convert.Detect("script.gz", file)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := convert.Decode(bytes.NewReader(file), format, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(format.Name, s.Segments[0].Text)
	// Output: vtt A door.
}

func TestCompressedFilesOfEveryFormat(t *testing.T) {
	for _, f := range convert.Formats() {
		if f.ReadOnly || f.NewDecoder == nil {
			continue
		}
		var b bytes.Buffer
		o := &convert.Options{Rate: timecode.Rate25}
		one := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1e9, End: 3e9, Text: "A door."}}}
		require.NoError(t, convert.Encode(&b, one, f, o), f.Name)
		s, err := convert.Decode(bytes.NewReader(gzipped(b.String())), f, o)
		require.NoError(t, err, f.Name)
		require.Equal(t, "A door.", s.Segments[0].Text, f.Name)
		require.NoError(t, convert.Convert(io.Discard, f, bytes.NewReader(gzipped(b.String())), f, o), f.Name)
	}
}

func TestCompressedFilesExpandWithinABudget(t *testing.T) {
	f, _ := convert.Lookup("vtt")
	bomb := gzipped("WEBVTT\n" + strings.Repeat("\n", 32<<20))
	_, err := convert.Decode(bytes.NewReader(bomb), f, nil)
	require.ErrorIs(t, err, script.ErrTooLarge)
	_, err = convert.Decode(bytes.NewReader(gzipped("WEBVTT\n")[:12]), f, nil)
	require.ErrorIs(t, err, script.ErrSyntax)
	_, err = convert.Decode(os.NewFile(^uintptr(0), "closed"), f, nil)
	require.ErrorIs(t, err, os.ErrInvalid)
}
