package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/secret"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

func infoCommand(s streams) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "info [flags] FILE...",
		Short: "Show job, status, format, language, counts and times of files",
		Long: "info lists what files hold: job, status, format, language, how many segments, the first and the last time,\n" +
			"and when the signed addresses of media expire, which their own parameters say. --json: an object a line.",
		RunE: func(_ *cobra.Command, args []string) error { return info(f, s, args) },
	}
	f.register(cmd.Flags(), "info")
	return cmd
}

// info shows what files hold.
func info(f *flags, s streams, args []string) error {
	c, err := newConverter(f, s, "info")
	if err != nil {
		return err
	}
	list, err := c.gather(args)
	if errors.Is(err, errNoInput) {
		return usagef("vsconvert info -h explains it", "no file to show")
	}
	if err != nil {
		return err
	}
	p := c.newPrinter()
	write, finish := infoTable(s.out)
	if f.infoJSON {
		write, finish = infoLines(s.out)
	}
	var codes []int
	for e := range c.entries(c.all(list)) {
		about, m, err := c.inform(&e)
		p.outcome(e.shown(), err, &m)
		codes = append(codes, exitCode(err))
		if err == nil {
			err = write(about)
		}
		if err != nil && exitCode(err) == exitFailed && errors.Is(err, errPipe) {
			return err
		}
	}
	if err := finish(); err != nil {
		return err
	}
	if code := joinCodes(codes); code != exitDone {
		return &errReported{code}
	}
	return nil
}

// about is what is told of a script.
type about struct {
	Input      string   `json:"input"`
	Line       int      `json:"line,omitempty"`
	Format     string   `json:"format"`
	JobID      string   `json:"job_id"`
	Status     string   `json:"status"`
	Language   string   `json:"language"`
	Segments   int      `json:"segments"`
	First      *float64 `json:"first"` // earliest start, in seconds
	Last       *float64 `json:"last"`  // latest end
	URLExpires string   `json:"url_expires"`

	first, last time.Duration
}

// inform finds out about an entry. A job that is not done has no script, and is
// told about all the same.
func (c *converter) inform(e *entry) (a about, m messages, err error) {
	m = c.messages()
	if e.err != nil {
		return a, m, e.err
	}
	reader := *c
	if e.as.Name != "" {
		reader.from = e.as
	}
	a = about{Input: e.name, Line: e.line}
	r, closeInput, err := (&archive{converter: c}).openEntry(e)
	if err != nil {
		return a, m, err
	}
	defer closeInput()
	got, err := reader.decode(e.name, r, &m, func(script.Warning) error { return nil })
	a.Format = got.format.Name
	if got.job != nil {
		a.takeJob(got.job)
		if a.Status != "" {
			a.Format = "results"
		}
		if _, known := jobStates[exitCode(err)]; known {
			err = nil
		}
	}
	if got.script != nil {
		a.takeScript(got.script)
	}
	return a, m, err
}

// jobStates are the exit codes that say how a job stands.
var jobStates = map[int]bool{exitNotReady: true, exitJobFailed: true, exitNoDescriptions: true}

func (a *about) takeJob(j *results.Job) {
	a.JobID, a.Status = secret.Cut(j.ID), secret.Cut(string(j.Status))
	var soonest time.Time
	for _, address := range []string{j.VideoURL, j.AudioURL} {
		if at, ok := expiry(address); ok && (soonest.IsZero() || at.Before(soonest)) {
			soonest = at
		}
	}
	if !soonest.IsZero() {
		a.URLExpires = soonest.UTC().Format(time.RFC3339)
	}
}

func (a *about) takeScript(s *script.Script) {
	a.Language, a.Segments = s.Language, len(s.Segments)
	if a.JobID == "" {
		a.JobID = secret.Cut(s.Source.JobID)
	}
	for i := range s.Segments {
		if seg := &s.Segments[i]; i == 0 {
			a.first, a.last = seg.Start, seg.End
		} else {
			a.first, a.last = min(a.first, seg.Start), max(a.last, seg.End)
		}
	}
	if a.Segments > 0 {
		first, last := a.first.Seconds(), a.last.Seconds()
		a.First, a.Last = &first, &last
	}
}

// expiry returns when a signed address expires, by its own parameters: those of
// Google, Amazon, Azure, and a plain time.
func expiry(address string) (time.Time, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return time.Time{}, false
	}
	q := map[string]string{}
	for name, values := range u.Query() {
		q[strings.ToLower(name)] = values[0]
	}
	for _, signer := range []string{"x-goog-", "x-amz-"} {
		from, err := time.Parse("20060102T150405Z", q[signer+"date"])
		seconds, number := strconv.Atoi(q[signer+"expires"])
		if err == nil && number == nil {
			return from.Add(time.Duration(seconds) * time.Second), true
		}
	}
	if at, err := time.Parse(time.RFC3339, q["se"]); err == nil {
		return at, true
	}
	if at, err := strconv.ParseInt(q["expires"], 10, 64); err == nil {
		return time.Unix(at, 0), true
	}
	return time.Time{}, false
}

func infoLines(w io.Writer) (write func(about) error, finish func() error) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(a about) error { return e.Encode(a) }, func() error { return nil }
}

func infoTable(w io.Writer) (write func(about) error, finish func() error) {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	header := []string{"INPUT", "FORMAT", "JOB", "STATUS", "LANGUAGE", "SEGMENTS", "FIRST", "LAST", "ADDRESSES EXPIRE"}
	row := func(cells []string) error {
		for i := range cells {
			if cells[i] = visible(cells[i]); cells[i] == "" {
				cells[i] = "-"
			}
		}
		_, err := fmt.Fprintln(tab, strings.Join(cells, "\t"))
		return err
	}
	headed := false
	return func(a about) error {
		if !headed {
			headed = true
			if err := row(slices.Clone(header)); err != nil {
				return err
			}
		}
		first, last := "", ""
		if a.First != nil {
			first, last = clock.Moment(a.first), clock.Moment(a.last)
		}
		name := display(a.Input)
		if a.Line > 0 {
			name = fmt.Sprintf("%s:%d", name, a.Line)
		}
		return row([]string{name, a.Format, a.JobID, a.Status, a.Language, strconv.Itoa(a.Segments), first, last, a.URLExpires})
	}, tab.Flush
}
