package bench

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/vsconvert/vsconvert/bench/corpus"
	"github.com/vsconvert/vsconvert/bench/peers"
	"github.com/vsconvert/vsconvert/convert"
)

// rows are the conversions, and who is measured beside us. Add a line for
// another one.
var rows = []struct {
	from, to string
	peer     string // "" if there is none
	convert  peers.Func
}{
	{"vtt", "srt", "astisub", peers.Astisub("vtt", "srt")},
	{"srt", "vtt", "astisub", peers.Astisub("srt", "vtt")},
	{"vtt", "ttml", "astisub", peers.Astisub("vtt", "ttml")},
	{"ttml", "srt", "astisub", peers.Astisub("ttml", "srt")},
	{"json", "vtt", "", nil},
	{"json", "csv", "stdlib", peers.JSONToCSV},
	{"json", "edl", "", nil},
	{"json", "xlsx", "excelize", peers.JSONToXLSX},
}

var sizes = []int{500, 100000}

// BenchmarkConvert is named FROM-TO/SEGMENTS/WHO.
func BenchmarkConvert(b *testing.B) {
	for _, row := range rows {
		for _, n := range sizes {
			in := corpus.Formats[row.from](n)
			name := fmt.Sprintf("%s-%s/%d/", row.from, row.to, n)
			run(b, name+"vsconvert", in, ours(b, row.from, row.to))
			if row.convert != nil {
				run(b, name+row.peer, in, row.convert)
			}
		}
	}
}

func run(b *testing.B, name string, in []byte, convert peers.Func) {
	b.Run(name, func(b *testing.B) {
		b.SetBytes(int64(len(in)))
		b.ReportAllocs()
		for b.Loop() {
			if err := convert(io.Discard, in); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// ours converts as the command line does, by the table of formats.
func ours(tb testing.TB, from, to string) peers.Func {
	if from == "json" {
		from = "results"
	}
	f, ok1 := convert.Lookup(from)
	t, ok2 := convert.Lookup(to)
	if !ok1 || !ok2 {
		tb.Fatalf("no format %s or %s", from, to)
	}
	return func(w io.Writer, in []byte) error {
		return convert.Convert(w, t, bytes.NewReader(in), f, nil)
	}
}

// The formats that need no table of strings allocate next to nothing for a
// segment.
func TestAllocations(t *testing.T) {
	const n = 100000
	for _, tt := range []struct {
		from, to string
		most     float64 // a segment
	}{
		{"vtt", "srt", 1},
		{"srt", "vtt", 1},
	} {
		t.Run(tt.from+"-"+tt.to, func(t *testing.T) {
			in, convert := corpus.Formats[tt.from](n), ours(t, tt.from, tt.to)
			got := testing.AllocsPerRun(1, func() {
				if err := convert(io.Discard, in); err != nil {
					t.Fatal(err)
				}
			}) / n
			t.Logf("%.3f allocations a segment", got)
			if got > tt.most {
				t.Errorf("%.3f allocations a segment, want at most %v", got, tt.most)
			}
		})
	}
}
