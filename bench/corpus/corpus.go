// Package corpus makes audio description scripts of any length for
// benchmarks. The same number of segments always makes the same script.
package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
)

const (
	spacing  = 3500 * time.Millisecond // between two starts
	longest  = 99 * time.Hour          // scripts are squeezed to end before it
	textSize = 83                      // bytes in a text, on average
	spread   = 60                      // between the shortest and the longest
)

var words = strings.Fields(`a an the the the the and and of in on at to with from behind under over into
	woman man girl boy child door window street car train table lamp hand face eyes hair letter phone dog horse
	walks runs turns looks opens closes takes holds drops smiles cries waits stands sits falls rises enters leaves
	slowly quickly quietly again alone together away back dark bright old young red blue white empty crowded
	Maria Jonas Zoë André café façade naïve Straße Ödön žena`)

// Each stands in about one text of ten.
var specials = []string{"Tom & Jerry", "“Où est-il?”", `a sign: "R&D > 3rd floor"`, "5 < 6", "its driver's", "– 50 % off –"}

// Script returns a script of n segments of about 83 bytes of text. Three in
// ten have two lines; some have "&", "<" and ">", quotes and characters beyond
// ASCII.
func Script(n int) *script.Script {
	r := rand.New(rand.NewPCG(20261101, 7))
	step := min(spacing, longest/time.Duration(max(n, 1))).Truncate(time.Millisecond)
	s := &script.Script{Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		start := time.Duration(i)*step + time.Duration(r.IntN(50))*time.Millisecond
		length := step * time.Duration(50+r.IntN(40)) / 100
		s.Segments[i] = script.Segment{
			ID: strconv.Itoa(i + 1), Start: start, End: start + length.Truncate(time.Millisecond), Text: text(r),
		}
	}
	s.Sort()
	return s
}

func text(r *rand.Rand) string {
	var b strings.Builder
	size := textSize - 5 - spread/2 + r.IntN(spread)
	special := -1
	if r.IntN(10) < 6 {
		special = r.IntN(size)
	}
	for b.Len() < size {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if special >= 0 && b.Len() >= special {
			b.WriteString(specials[r.IntN(len(specials))])
			special = -1
			continue
		}
		b.WriteString(words[r.IntN(len(words))])
	}
	b.WriteByte('.')
	line := b.String()
	if i := strings.IndexByte(line[len(line)/2:], ' '); i >= 0 && r.IntN(10) < 3 {
		i += len(line) / 2
		line = line[:i] + "\n" + line[i+1:]
	}
	return line
}

// Formats are the files there are of a script, by extension.
var Formats = map[string]func(n int) []byte{"vtt": VTT, "srt": SRT, "ttml": TTML, "json": JSON}

// VTT returns Script(n) as WebVTT.
func VTT(n int) []byte {
	var b bytes.Buffer
	must(vtt.Encode(&b, Script(n)))
	return b.Bytes()
}

// SRT returns Script(n) as SubRip.
func SRT(n int) []byte {
	var b bytes.Buffer
	must(srt.Encode(&b, Script(n)))
	return b.Bytes()
}

// TTML returns Script(n) as TTML.
func TTML(n int) []byte {
	var b bytes.Buffer
	must(ttml.Encode(&b, Script(n)))
	return b.Bytes()
}

// JSON returns Script(n) as the answer of the API that holds it.
func JSON(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"job_id":"task_bench","status":"done","media_id":"550e8400-e29b-41d4-a716-446655440000",` +
		`"created_at":"2025-09-30T08:00:00Z","updated_at":"2025-09-30T08:10:00Z","output":{"segments":[`)
	for i, s := range Script(n).Segments {
		if i > 0 {
			b.WriteByte(',')
		}
		text, err := json.Marshal(s.Text)
		must(err)
		fmt.Fprintf(&b, `{"id":"%s","start_time":%s,"end_time":%s,"description":%s}`, s.ID, seconds(s.Start), seconds(s.End), text)
	}
	b.WriteString("]}}\n")
	return b.Bytes()
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

func must(err error) {
	if err != nil {
		panic(err)
	}
}
