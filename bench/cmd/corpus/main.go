// Command corpus writes the scripts that the benchmarks read, as
// film-SEGMENTS.EXT.
//
//	corpus -n 100000 -ext vtt,srt -o DIR
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/vsconvert/vsconvert/bench/corpus"
)

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 100000, "segments in the script")
	exts := flag.String("ext", "vtt,srt,ttml,json", "formats to write")
	dir := flag.String("o", ".", "directory to write into")
	flag.Parse()
	for ext := range strings.SplitSeq(*exts, ",") {
		file, ok := corpus.Formats[ext]
		if !ok {
			log.Fatalf("no format %q", ext)
		}
		name := filepath.Join(*dir, fmt.Sprintf("film-%d.%s", *n, ext))
		if err := os.WriteFile(name, file(*n), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
