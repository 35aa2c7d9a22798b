package vtt_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
)

// film returns a script of n segments as long films have them: about 83 bytes
// each, some of two lines, some with characters to escape.
func film(n int) *script.Script {
	s := &script.Script{Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		start := time.Duration(i) * 5 * time.Second
		text := "A woman in a long grey coat walks slowly to the window and opens it, number " + strconv.Itoa(i)
		switch i % 10 {
		case 1, 4, 7:
			text = strings.Replace(text, "slowly ", "slowly\n", 1)
		case 2:
			text = "Tom & Jerry, <angry>: " + text
		case 5:
			text = "“Zwölf Boxkämpfer” – " + text
		}
		s.Segments[i] = script.Segment{ID: strconv.Itoa(i + 1), Start: start, End: start + 4*time.Second, Text: text}
	}
	return s
}

func encoded(t testing.TB, e vtt.Encoder, s *script.Script) []byte {
	var file bytes.Buffer
	require.NoError(t, e.Encode(&file, s))
	return file.Bytes()
}

func BenchmarkDecode(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		file := encoded(b, vtt.Encoder{}, film(n))
		crlf := bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n"))
		for name, file := range map[string][]byte{"lf": file, "crlf": crlf} {
			b.Run(fmt.Sprintf("%s-%d", name, n), func(b *testing.B) {
				b.SetBytes(int64(len(file)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := vtt.Decode(bytes.NewReader(file)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		s := film(n)
		size := len(encoded(b, vtt.Encoder{}, s))
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if err := vtt.Encode(io.Discard, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestDecodeAllocations(t *testing.T) {
	const n = 10_000
	s := film(n)
	for name, file := range map[string][]byte{
		"ids":      encoded(t, vtt.Encoder{}, s),
		"ordinals": encoded(t, vtt.Encoder{NoIDs: true}, s),
		"settings": encoded(t, vtt.Encoder{Settings: "line:0"}, s),
		"crlf":     bytes.ReplaceAll(encoded(t, vtt.Encoder{}, s), []byte("\n"), []byte("\r\n")),
	} {
		allocs := testing.AllocsPerRun(3, func() {
			if _, err := vtt.Decode(bytes.NewReader(file)); err != nil {
				t.Fatal(err)
			}
		})
		require.Less(t, allocs, n/100.0, name)
	}
}

func TestEncodeAllocations(t *testing.T) {
	for _, n := range []int{100, 10_000} {
		s := film(n)
		e := vtt.Encoder{Warn: func(w script.Warning) error { t.Error(w); return nil }}
		allocs := testing.AllocsPerRun(3, func() {
			if err := e.Encode(io.Discard, s); err != nil {
				t.Fatal(err)
			}
		})
		require.Less(t, allocs, 10.0)
	}
}

// TestDecodeMemory keeps hostile inputs from taking memory out of proportion.
func TestDecodeMemory(t *testing.T) {
	for name, part := range map[string]string{
		"arrows":     "-->\n",
		"cues":       "00:00.000-->00:00.000\n",
		"lines":      "a\n",
		"blank":      "\n",
		"references": "&",
		"tags":       "<",
		"invalid":    "\xFF",
		"returns":    "\r",
	} {
		file := []byte("WEBVTT\n\n00:00.000 --> 00:00.000\n" + strings.Repeat(part, 1<<20/len(part)))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := vtt.Decode(bytes.NewReader(file))
		runtime.ReadMemStats(&after)
		require.NoError(t, err)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16*len(file)), name)
	}
}
