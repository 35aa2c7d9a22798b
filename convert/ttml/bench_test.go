package ttml_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
)

// corpus is a long script: every third text has two lines, some have what XML
// escapes.
func corpus(n int) *script.Script {
	s := &script.Script{Title: "Corpus", Language: "en-GB", Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		text := "A woman in a grey coat crosses the square, past the fountain and the empty cafés."
		switch i % 10 {
		case 0, 3, 6:
			text = "She stops at the corner and looks up.\nOn the wall, a poster: “Missing since Friday”."
		case 1:
			text = "The sign reads Smith & Sons <est. 1902>, its \"gold\" letters faded by years of rain."
		}
		start := time.Duration(i) * 3500 * time.Millisecond
		s.Segments[i] = script.Segment{ID: fmt.Sprint(i + 1), Start: start, End: start + 2750*time.Millisecond, Text: text}
	}
	return s
}

func BenchmarkEncode(b *testing.B) {
	s := corpus(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := ttml.Encode(io.Discard, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, profile := range []ttml.Profile{ttml.IMSC11, ttml.DAPT} {
		b.Run(profile.String(), func(b *testing.B) {
			var doc bytes.Buffer
			if err := (ttml.Encoder{Profile: profile}).Encode(&doc, corpus(100_000)); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(doc.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ttml.Decode(bytes.NewReader(doc.Bytes())); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStandardXML is what a reader built on encoding/xml could not beat.
func BenchmarkStandardXML(b *testing.B) {
	var doc bytes.Buffer
	if err := ttml.Encode(&doc, corpus(100_000)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(doc.Len()))
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(doc.Bytes()))
		for {
			if _, err := d.RawToken(); err != nil {
				break
			}
		}
	}
}
