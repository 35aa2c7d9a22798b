package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"sort"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

func init() {
	register.DoFn5x1[context.Context, string, func(*Answer) bool, func(int, Line), func(Failure), error](&convertFn{})
	register.Iter1[Answer]()
	register.Emitter2[int, Line]()
}

// convertFn converts the answers whose outputs get the same name: one, save
// where somebody's files would overwrite each other.
type convertFn struct {
	Job     Job
	targets []convert.Format
	options convert.Options
}

// Setup looks the formats up once a worker.
func (f *convertFn) Setup() (err error) {
	if f.targets, err = f.Job.targets(); err != nil {
		return err
	}
	f.options, err = f.Job.options()
	return err
}

// ProcessElement converts the first answer by name and line; the others fail.
func (f *convertFn) ProcessElement(ctx context.Context, base string, answers func(*Answer) bool, emit func(int, Line), fail func(Failure)) error {
	first, rest := firstOf(answers)
	inputs.Inc(ctx, int64(1+len(rest)))
	failures.Inc(ctx, int64(len(rest)))
	for _, other := range rest {
		fail(Failure{Input: other.File, Line: other.Line, Code: exitUsage,
			Error: fmt.Sprintf("its output would be called %s, as that of %s", base, first.where())})
	}
	c := &conversion{convertFn: f, ctx: ctx, answer: first, base: base}
	made, err := c.convert()
	if err == nil {
		err = c.place(made, emit)
	}
	if err != nil {
		failures.Inc(ctx, 1)
		fail(Failure{Input: first.File, Line: first.Line, Code: exitCode(err), JobID: c.jobID, Error: reason(err)})
		return nil
	}
	converted.Inc(ctx, 1)
	return nil
}

// firstOf returns the answer that is first by file and line, whatever the
// order they come in, and the others.
func firstOf(answers func(*Answer) bool) (first Answer, rest []Answer) {
	var all []Answer
	for a := (Answer{}); answers(&a); a = (Answer{}) {
		all = append(all, a)
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].File != all[j].File {
			return all[i].File < all[j].File
		}
		return all[i].Line < all[j].Line
	})
	return all[0], all[1:]
}

func (a Answer) where() string {
	if a.Line > 0 {
		return fmt.Sprintf("%s line %d", a.File, a.Line)
	}
	return a.File
}

// conversion is the conversion of one answer.
type conversion struct {
	*convertFn
	ctx    context.Context
	answer Answer
	base   string
	jobID  string
	warned int
}

// output is what a format makes of an answer.
type output struct {
	format convert.Format
	data   []byte
}

// convert returns the outputs, all of them or none.
func (c *conversion) convert() ([]output, error) {
	s, err := c.read()
	if err != nil {
		return nil, err
	}
	s.NumberIDs()
	segments.Inc(c.ctx, int64(len(s.Segments)))
	made := make([]output, len(c.targets))
	o := c.told()
	for i, format := range c.targets {
		var b bytes.Buffer
		if err := convert.Encode(&b, s, format, &o); err != nil {
			return nil, fmt.Errorf("%s: %w", format.Name, err)
		}
		made[i] = output{format, b.Bytes()}
	}
	if c.Job.Strict && c.warned > 0 {
		return nil, fmt.Errorf("%d warnings are failures under --strict", c.warned)
	}
	return made, nil
}

// told returns the options, with warnings counted and the job's id kept.
func (c *conversion) told() convert.Options {
	o := c.options
	o.Warn = func(w script.Warning) error {
		c.warned++
		countWarning(c.ctx, w)
		return nil
	}
	o.Job = func(j *results.Job) { c.jobID = j.ID }
	return o
}

func (c *conversion) read() (*script.Script, error) {
	r, err := c.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	in := bufio.NewReaderSize(r, 1<<16)
	format, err := c.format(in)
	if err != nil {
		return nil, err
	}
	o := c.told()
	return convert.Decode(in, format, &o)
}

func (c *conversion) open() (io.ReadCloser, error) {
	if c.answer.Line > 0 {
		return io.NopCloser(bytes.NewReader(c.answer.Data)), nil
	}
	return open(c.ctx, c.answer.File)
}

// format returns the format of the answer: the one asked for, that of an API
// answer for a line, else what name and content say.
func (c *conversion) format(in *bufio.Reader) (convert.Format, error) {
	switch {
	case c.Job.From != "":
		return lookup("--from", c.Job.From)
	case c.answer.Line > 0:
		return lookup("", "results")
	}
	head, _ := in.Peek(convert.HeadSize) // a read error comes back with the next read
	return convert.Detect(trimExtension(c.answer.File, ".gz"), head)
}

// place writes the outputs, or hands them on as lines.
func (c *conversion) place(made []output, emit func(int, Line)) error {
	for _, m := range made {
		if c.Job.Shards > 0 {
			line := c.line(m)
			emit(shardOf(line.Input, line.Line, c.Job.Shards), line)
			continue
		}
		if err := writeFile(c.ctx, join(c.Job.Output, fileName(c.base, m.format)), m.data); err != nil {
			return err
		}
	}
	return nil
}

// Line is a line of NDJSON output. Content is base64 where the format is
// binary, and Encoding says so.
type Line struct {
	Input    string `json:"input"`
	Line     int    `json:"line,omitempty"`
	JobID    string `json:"job_id,omitempty"`
	Code     int    `json:"code"`
	Format   string `json:"format"`
	Encoding string `json:"encoding,omitempty"`
	Content  string `json:"content"`
}

func (c *conversion) line(m output) Line {
	l := Line{Input: c.answer.File, Line: c.answer.Line, JobID: c.jobID, Format: m.format.Name, Content: string(m.data)}
	if m.format.Binary {
		l.Encoding, l.Content = "base64", base64.StdEncoding.EncodeToString(m.data)
	}
	return l
}

// shardOf returns the shard of an input, the same in every run.
func shardOf(input string, line, shards int) int {
	h := fnv.New32a()
	fmt.Fprint(h, input, ":", line)
	return int(h.Sum32() % uint32(shards))
}

// exitCode returns the code the program would end with.
func exitCode(err error) int {
	var failed *results.FailedError
	var api *results.APIError
	switch {
	case errors.Is(err, results.ErrNotReady):
		return 3
	case errors.As(err, &failed):
		return 4
	case errors.As(err, &api):
		return 5
	case errors.Is(err, results.ErrNoDescriptions):
		return 6
	}
	return exitFailed
}

// reason returns what is wrong as valid UTF-8.
func reason(err error) string { return strings.ToValidUTF8(err.Error(), "\uFFFD") }

var (
	inputs    = beam.NewCounter("vsconvert", "inputs")
	converted = beam.NewCounter("vsconvert", "converted")
	failures  = beam.NewCounter("vsconvert", "failed")
	segments  = beam.NewCounter("vsconvert", "segments")
)
