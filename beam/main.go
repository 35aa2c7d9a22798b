// Beam converts answers of the ViddyScribe API, descriptions and scripts on
// any number of machines: an Apache Beam pipeline around the library that the
// program vsconvert is made of, so that both write the same bytes.
//
//	go -C beam run . --input 'answers/**.json' --output out/ --to vtt,ttml
//
// It runs in this process unless Beam's own flags say otherwise:
// --runner=flink --endpoint=HOST:PORT and their like.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3" // gs and local come with beamx
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
)

// Exit codes, as those of the program.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	j := Job{}
	to := j.register(flag.CommandLine)
	flag.Parse()
	beam.Init() // a worker ends here
	j.To = splitList(*to)
	os.Exit(run(context.Background(), j))
}

// register registers the flags of a job, and returns where the list of formats
// is going to be.
func (j *Job) register(set *flag.FlagSet) (to *string) {
	set.StringVar(&j.Input, "input", "", "`PATTERNS` of the inputs, separated by commas; ** goes through directories; .ndjson and .jsonl hold an answer a line, .gz is unpacked")
	set.StringVar(&j.Output, "output", "", "`DIRECTORY` of the outputs")
	set.StringVar(&j.DeadLetter, "dead-letter", "", "`FILE` of what could not be converted, one JSON object a line (default OUTPUT/dead-letter.ndjson)")
	set.IntVar(&j.Shards, "ndjson-shards", 0, "write the outputs into that `NUMBER` of NDJSON files rather than a file each")
	set.StringVar(&j.From, "from", "", "`FORMAT` of the inputs; without it their names and contents decide")
	set.StringVar(&j.Rate, "rate", "", "frame `RATE` of lists and timecode")
	set.StringVar(&j.Start, "start", "", "`TIMECODE` of the programme's first frame")
	set.BoolVar(&j.Strict, "strict", false, "treat warnings as failure")
	return set.String("to", "", "output `FORMATS`, separated by commas")
}

func splitList(s string) []string {
	var all []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// run runs the job and returns the exit code.
func run(ctx context.Context, j Job) int {
	if err := j.check(); err != nil {
		fmt.Fprintln(os.Stderr, "beam:", err)
		return exitUsage
	}
	p := beam.NewPipeline()
	j.build(p.Root())
	result, err := beamx.RunWithMetrics(ctx, p)
	if err != nil {
		fmt.Fprintln(os.Stderr, "beam: the job failed; what it has written is whole, and running it again writes the rest:", err)
		return exitFailed
	}
	if result == nil { // --async: nobody waits
		return exitDone
	}
	counts := countersOf(result)
	fmt.Fprint(os.Stderr, counts)
	if err := counts.check(j); err != nil {
		fmt.Fprintln(os.Stderr, "beam:", err)
		return exitFailed
	}
	return exitDone
}

var errFailures = errors.New("some inputs failed")

// check fails when an input did, or when there were none.
func (c counters) check(j Job) error {
	switch {
	case c["inputs"] == 0:
		return fmt.Errorf("--input %s: no such files", j.Input)
	case c["failed"] > 0:
		return fmt.Errorf("%w: %d of %d; %s says why", errFailures, c["failed"], c["inputs"], j.deadLetter())
	}
	return nil
}
