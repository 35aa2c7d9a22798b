package csv_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// FuzzDecode checks that no input panics, and that what is read is written in
// a form that reads as the same.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("ID,Start,End,Text,Note\n1,0:01.5,0:02,\"a\"\"b\nc\",'=d\n"))
	f.Add([]byte("sep=;\nStart;Text\n1,5;\"a\"\"b\nc\""))
	f.Add([]byte("1\t00:00:01\t00:00:02\tx\n2\t0:3\t0:4\ty"))
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, d := range []csv.Decoder{{}, {Rate: timecode.Rate2997DF}} {
			s, err := d.Decode(bytes.NewReader(src))
			if err != nil {
				continue
			}
			again(t, s)
		}
	})
}

func again(t *testing.T, s *script.Script) {
	for i := range s.Segments {
		if s.Segments[i].End > 1<<59 {
			return
		}
	}
	var b bytes.Buffer
	require.NoError(t, csv.Encode(&b, s))
	once, err := csv.Decode(bytes.NewReader(b.Bytes()))
	if err != nil && len(s.Segments) == 0 {
		return
	}
	require.NoError(t, err, "%q", b.String())
	var second bytes.Buffer
	require.NoError(t, csv.Encode(&second, once))
	twice, err := csv.Decode(bytes.NewReader(second.Bytes()))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(once, twice))
}
