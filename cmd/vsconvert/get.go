package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/client"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// atOnce is how many jobs are fetched side by side.
const atOnce = 8

func getCommand(s streams) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "get [flags] JOB...",
		Short: "Fetch the results of jobs from the API, and convert them",
		Long: "get asks the ViddyScribe API for the results of each JOB, an id such as task_abc123xyz, and converts them as\n" +
			"vsconvert does with a file: JOB.vtt and so on in the directory -o, or one to standard output. At most 8 jobs are\n" +
			"fetched at once. The API key is that in VIDDYSCRIBE_API_KEY, or in the file of --key-file; it goes to the API only.\n" +
			"VIDDYSCRIBE_BASE_URL names another place of the API. Without -t, --media and --save-answer save just those.\n" +
			"When the time of --wait is over the exit code is 3, also when a network that fails is why; 1 and 5 tell of what\n" +
			"failed for good: at once, or for the sixth time in a row.",
		Example: "  vsconvert get task_abc123xyz --wait -t vtt,xlsx -o out/\n" +
			"  vsconvert get --jobs-from jobs.txt --wait=2h --media --save-answer -o out/",
		RunE: func(_ *cobra.Command, args []string) error { return get(f, s, args) },
	}
	f.register(cmd.Flags(), "get")
	return cmd
}

func get(f *flags, s streams, args []string) error {
	c, err := newConverter(f, s, "get")
	if err != nil {
		return err
	}
	g := &getter{converter: c}
	if err := g.setUp(args); err != nil {
		return err
	}
	undo, err := makeDirectory(f.output, g.needsDirectory())
	if err != nil {
		return err
	}
	g.board = newBoard(s)
	code := g.runAll()
	if code != exitDone {
		undo()
		return &errReported{code}
	}
	return nil
}

// getter fetches jobs.
type getter struct {
	*converter
	api   client.Client // what all jobs have in common
	jobs  []errand
	board *board // nil when nobody looks
	saved claims
}

// errand is a job to be fetched.
type errand struct {
	id   string
	name string // of its files, without directory and extension
	job         // what is made of it
}

// setUp works out what is to be done, and refuses what cannot.
func (g *getter) setUp(args []string) (err error) {
	if g.from, err = lookup("-f", "results"); err != nil {
		return err
	}
	ids, err := g.ids(args)
	if err != nil {
		return err
	}
	g.api = client.Client{
		BaseURL:       os.Getenv("VIDDYSCRIBE_BASE_URL"),
		PollInterval:  g.flags.pollInterval,
		RetryInterval: g.flags.retryInterval,
		Decoder:       results.Decoder{Rate: g.options.Rate, Start: g.options.Start},
	}
	if g.api.Key, err = readKey(g.flags.keyFile); err != nil {
		return err
	}
	g.streams.err = &keyless{w: g.streams.err, key: g.api.Key}
	for _, id := range ids {
		if err := g.check(id); err != nil {
			return err
		}
	}
	return g.plan(ids)
}

// check refuses what cannot be asked for.
func (g *getter) check(id string) error {
	err := g.api.Check(id)
	switch {
	case err == nil && !strings.HasPrefix(id, "vsk_"):
		return nil
	case err == nil, errors.Is(err, client.ErrJobID):
		return usagef("the key belongs into VIDDYSCRIBE_API_KEY, or into a file that --key-file names", "a JOB is the API key or empty: want the id of a job")
	case errors.Is(err, client.ErrBaseURL):
		return usagef("", "VIDDYSCRIBE_BASE_URL: %w", err)
	}
	return usagef(keyHint, "%w", err)
}

// runAll fetches the jobs, some at once, shows their messages in order, and
// returns the exit code.
func (g *getter) runAll() int {
	ctx, stop := context.Background(), func() {}
	if g.flags.waitFor > 0 {
		ctx, stop = context.WithTimeout(ctx, g.flags.waitFor)
	}
	defer stop()
	outcomes := make([]chan fetched, len(g.jobs))
	for i := range outcomes {
		outcomes[i] = make(chan fetched, 1)
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(len(g.jobs), atOnce) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(g.jobs)); i = next.Add(1) - 1 {
				outcomes[i] <- g.fetch(ctx, &g.jobs[i])
			}
		})
	}
	if g.board != nil { // messages would tear its lines
		workers.Wait()
		g.board.close()
	}
	return g.report(outcomes)
}

// report shows what the jobs gave rise to, in order.
func (g *getter) report(outcomes []chan fetched) int {
	p := g.newPrinter()
	var codes []int
	for i, outcome := range outcomes {
		o := <-outcome
		p.warnings(&o.messages)
		for _, err := range o.errs {
			p.failure(g.jobs[i].id, err, &o.messages)
		}
		codes = append(codes, o.code())
	}
	p.summary()
	return joinCodes(codes)
}

// fetched is how an errand ended.
type fetched struct {
	messages
	errs []error
}

func (o *fetched) fail(err error) {
	if err != nil {
		o.errs = append(o.errs, err)
	}
}

func (o *fetched) code() int {
	var codes []int
	for _, err := range o.errs {
		codes = append(codes, exitCode(err))
	}
	return joinCodes(codes)
}

// fetch does one errand.
func (g *getter) fetch(ctx context.Context, e *errand) (o fetched) {
	line := g.board.line(e.id)
	defer func() { line.end(o.code()) }()
	var body []byte
	api := g.api
	api.Notify = line.tell
	api.Body = func(_ string, b []byte) { body = b }
	api.Decoder.Warn = func(w script.Warning) error {
		if errors.Is(w.Err, client.ErrKeyCut) { // all else is said when it is converted
			o.read(e.id, w)
		}
		return nil
	}
	job, err := g.ask(ctx, &api, e.id)
	if job == nil || body == nil || !isOver(err) {
		o.fail(err)
		return o
	}
	if g.flags.saveAnswer {
		o.fail(g.saveAnswer(e, body, &o))
	}
	if job.Status == results.Failed {
		o.fail(err)
		return o
	}
	g.convert(e, body, &o)
	if g.flags.media {
		g.saveMedia(&api, e, job, &o)
	}
	return o
}

// isOver reports whether a job that comes with err will not change any more.
func isOver(err error) bool {
	var unknown *results.StatusError
	return !errors.Is(err, results.ErrNotReady) && !errors.As(err, &unknown)
}

// ask returns what the API says of a job. When the time of --wait is over, a
// job that has not been asked for yet is asked for once.
func (g *getter) ask(ctx context.Context, api *client.Client, id string) (*results.Job, error) {
	if !g.flags.wait {
		job, err := api.Results(context.Background(), id)
		return job, hinted(err)
	}
	ask := func() (*results.Job, error) { return api.Wait(ctx, id) }
	if ctx.Err() != nil {
		ask = func() (*results.Job, error) { return api.Results(context.Background(), id) }
	}
	job, err := ask()
	if stop := ctx.Err(); stop != nil && (errors.Is(err, stop) || errors.Is(err, results.ErrNotReady)) {
		return job, &hintedError{&lateError{err, g.flags.waitFor}, "run it again in a while, or with a longer --wait"}
	}
	return job, hinted(err)
}

// lateError is a job that was not ready when the time of --wait was over.
type lateError struct {
	err   error
	after time.Duration
}

func (e *lateError) Error() string {
	var odd *client.HTTPError
	rest := ": no answer"
	if errors.Is(e.err, results.ErrNotReady) || errors.As(e.err, &odd) {
		rest = ""
	}
	what := strings.TrimSuffix(e.err.Error(), ": "+context.DeadlineExceeded.Error())
	return fmt.Sprintf("%s%s; the %v of --wait are over", what, rest, e.after)
}

func (e *lateError) Unwrap() error { return e.err }

// hinted adds what helps against an error of the API.
func hinted(err error) error {
	var odd *client.HTTPError
	switch {
	case errors.As(err, &odd) && odd.Status == 401:
		return &hintedError{err, "is the key right? It is that in VIDDYSCRIBE_API_KEY, or in the file of --key-file"}
	case errors.As(err, &odd) && odd.Status == 404:
		return &hintedError{err, "is the id right, and is the job one of the key's team?"}
	case errors.As(err, &odd):
		return &hintedError{err, ""}
	case errors.Is(err, results.ErrNotReady):
		return &hintedError{err, "--wait waits for it"}
	}
	return err
}

// convert makes files of an answer, as vsconvert does of a file.
func (g *getter) convert(e *errand, body []byte, o *fetched) {
	if len(e.targets) == 0 {
		return
	}
	c := g.options
	c.Warn = func(w script.Warning) error { o.read(e.id, w); return nil }
	c.Counted = o.count
	var answer *results.Job
	c.Job = func(j *results.Job) {
		answer = j
		o.media(e.id, j, g.flags.urls)
	}
	s, err := convert.Decode(bytes.NewReader(body), g.from, &c)
	s, err = g.heed(s, answer, err, c.Warn)
	if answer != nil && answer.ID != "" && answer.ID != e.id {
		o.read(e.id, script.Warning{Index: -1, Err: &script.ValueError{Kind: script.ErrValue, Field: "job_id", Value: answer.ID, Want: "the job that was asked for"}})
	}
	if errors.Is(err, results.ErrNoDescriptions) && answer != nil && answer.VideoURL+answer.AudioURL != "" {
		err = g.withoutDescriptions(err)
	}
	if err == nil {
		s.NumberIDs()
		err = g.flags.retime(s, e.id, &o.messages)
	}
	if err == nil {
		g.flags.apply(s)
		err = g.write(s, e.job, &o.messages)
	}
	o.fail(err)
}

func (g *getter) withoutDescriptions(err error) error {
	if g.flags.media {
		return &hintedError{err, ""}
	}
	return &hintedError{err, "the job made media only; --media saves them"}
}
