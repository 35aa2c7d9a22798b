package main

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/timecode"
)

// Job is what to convert, into what, and where. It travels to the workers.
type Job struct {
	Input      string   // patterns of files, separated by commas
	Output     string   // directory
	DeadLetter string   // file; unset means dead-letter.ndjson in Output
	Shards     int      // of NDJSON; 0 means a file an output
	From       string   // format of the inputs; unset means that of their name or content
	To         []string // formats to write
	Rate       string
	Start      string
	Strict     bool
}

// deadLetter returns the file that takes what could not be converted.
func (j Job) deadLetter() string {
	if j.DeadLetter != "" {
		return j.DeadLetter
	}
	return join(j.Output, "dead-letter.ndjson")
}

// join puts a name into a directory, which may be an address such as gs://x/y.
func join(dir, name string) string {
	if scheme, rest, ok := strings.Cut(dir, "://"); ok {
		return scheme + "://" + path.Join(rest, name)
	}
	return path.Join(dir, name)
}

// check refuses a job that cannot be done.
func (j Job) check() error {
	switch {
	case len(splitList(j.Input)) == 0:
		return errors.New("--input: want files to read")
	case j.Output == "":
		return errors.New("--output: want a directory")
	case len(j.To) == 0:
		return errors.New("--to: want formats to write")
	case j.Shards < 0:
		return fmt.Errorf("--ndjson-shards %d: want 1 or more", j.Shards)
	}
	if _, err := j.targets(); err != nil {
		return err
	}
	if j.From != "" {
		if _, err := lookup("--from", j.From); err != nil {
			return err
		}
	}
	_, err := j.options()
	return err
}

func lookup(flag, name string) (convert.Format, error) {
	f, ok := convert.Lookup(name)
	if !ok {
		return f, fmt.Errorf("%s: unknown format %q", flag, name)
	}
	return f, nil
}

// targets returns the formats to write.
func (j Job) targets() ([]convert.Format, error) {
	var all []convert.Format
	for _, name := range j.To {
		f, err := lookup("--to", name)
		if err != nil {
			return nil, err
		}
		if f.ReadOnly {
			return nil, fmt.Errorf("--to %s: this format can only be read", f.Name)
		}
		for _, other := range all {
			if other.Name == f.Name {
				return nil, fmt.Errorf("--to: %s is named twice", f.Name)
			}
		}
		all = append(all, f)
	}
	return all, nil
}

// options returns what readers and writers are told.
func (j Job) options() (convert.Options, error) {
	o := convert.Options{}
	var err error
	if j.Rate != "" {
		if o.Rate, err = timecode.ParseRate(j.Rate); err != nil {
			return o, fmt.Errorf("--rate: %w", err)
		}
	}
	if j.Start != "" {
		if j.Rate == "" {
			return o, fmt.Errorf("--start %s needs --rate", j.Start)
		}
		if o.Start, err = timecode.Parse(j.Start, o.Rate); err != nil {
			return o, fmt.Errorf("--start: %w", err)
		}
	}
	return o, nil
}

// build makes the pipeline:
//
//	patterns -> files -> answers -> grouped by the output's name -> converted -> files or shards
//	                                                             -> failures  -> dead-letter file
//
// Grouping by name spreads the work over the workers, and finds the inputs
// whose outputs would overwrite each other.
func (j Job) build(s beam.Scope) {
	patterns := beam.CreateList(s.Scope("patterns"), splitList(j.Input))
	files := beam.Reshuffle(s.Scope("files"), beam.ParDo(s.Scope("list"), &listFn{}, patterns))
	answers, unread := beam.ParDo2(s.Scope("split"), &splitFn{}, files)
	named := beam.GroupByKey(s.Scope("by name"), answers)
	lines, failed := beam.ParDo2(s.Scope("convert"), &convertFn{Job: j}, named)
	failures := beam.Flatten(s.Scope("failures"), unread, failed)
	beam.ParDo0(s.Scope("dead letter"), &lettersFn{Path: j.deadLetter()}, beam.Impulse(s), beam.SideInput{Input: failures})
	if j.Shards > 0 {
		shards := beam.GroupByKey(s.Scope("shards"), lines)
		beam.ParDo0(s.Scope("write shards"), &shardFn{Output: j.Output, Shards: j.Shards}, shards)
	}
}
