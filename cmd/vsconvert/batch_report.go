package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
)

// fullDiskStops is after how many failures in a row a full disk ends a run.
const fullDiskStops = 3

// errFull ends a run: the disk is full, and what follows would fail too.
var errFull = errors.New("the disk is full: the rest is left")

// errNothing is a run that found nothing to convert.
var errNothing = errors.New("nothing to convert: there are no names, files or answers in what was given")

// account is what a run says of its entries.
type account struct {
	printer  *printer
	progress *progress
	log      io.Writer // --json
	closeLog func() error
	objects  io.Writer // --ndjson
	set      *outfile.Set
	inputs   map[string]convert.Format // by which entries were read

	code                       int
	converted, current, failed int
	full                       int   // failures in a row for want of room
	broken                     error // what ends the run
}

// open opens what the run is told to report to.
func (r *account) open(a *archive) (err error) {
	f := a.flags
	r.printer = a.newPrinter()
	r.printer.joined = r.printer.joined || !a.alone && !r.printer.every
	r.inputs = map[string]convert.Format{}
	switch f.jsonLog {
	case "":
	case stdio:
		r.log = a.streams.err
	default:
		if r.log, r.closeLog, err = outfile.OpenLog(f.jsonLog); err != nil {
			return err
		}
	}
	if f.ndjson {
		var m messages
		r.set = a.outputs(&m)
		r.objects = a.streams.out
		if f.output != "" && f.output != stdio {
			r.objects, err = r.set.Create(f.output)
		}
	}
	if !a.alone && a.streams.errTerminal && !f.quiet {
		r.progress = newProgress(a.streams.err)
		r.progress.expect(a.total)
		r.printer.w = r.progress.container
	}
	return err
}

// done takes how an entry ended, in the order of the inputs. It returns false
// when the rest is to be left.
func (a *archive) done(o *outcome) bool {
	r := &a.account
	code := exitCode(o.err)
	r.count(o, code)
	r.printer.outcome(o.file(), o.err, &o.messages)
	var errs []error
	if a.manifest != nil && o.err == nil && !o.current {
		errs = append(errs, a.manifest.Add(o.name, o.line, o.hash, o.outputs))
	}
	if r.log != nil {
		errs = append(errs, writeLine(r.log, o.record(code)))
	}
	if r.objects != nil {
		for _, one := range a.objectsOf(o, code) {
			errs = append(errs, writeLine(r.objects, one))
		}
	}
	r.progress.add(o)
	if err := errors.Join(errs...); err != nil {
		r.broken = err
	}
	if r.full >= fullDiskStops {
		r.broken = errFull
	}
	return r.broken == nil
}

// count counts an entry.
func (r *account) count(o *outcome, code int) {
	switch {
	case o.current:
		r.current++
	case o.err == nil:
		r.converted++
	default:
		if r.failed == 0 {
			r.code = code
		} else {
			r.code = joinCodes([]int{r.code, code})
		}
		r.failed++
	}
	if format, ok := convert.Lookup(o.format); ok {
		r.inputs[format.Name] = format
	}
	if isFull(o.err) {
		r.full++
	} else if !o.current {
		r.full = 0
	}
}

// close shows what is said at the end, and returns what the run failed of.
func (a *archive) close(stopped bool) error {
	r := &a.account
	r.progress.close()
	r.printer.w = a.streams.err
	r.printer.summary()
	a.tellIdle()
	err := r.broken
	if err == nil && !stopped && r.converted+r.current+r.failed == 0 && !a.flags.allowEmpty {
		err = errNothing
	}
	if r.set != nil && !stopped && err == nil {
		err = r.set.Commit()
	}
	if r.set != nil {
		r.set.Discard()
	}
	if r.closeLog != nil {
		err = errors.Join(err, r.closeLog())
	}
	if stopped || a.manifest != nil || errors.Is(err, errFull) {
		r.printer.line("%s", r.tally(stopped))
	}
	switch {
	case errors.Is(err, errPipe):
		return err
	case err != nil:
		r.printer.line("%v", err)
		r.printer.hint(hintFor(err))
		return &errReported{exitFailed}
	case r.code != exitDone:
		return &errReported{r.code}
	}
	return nil
}

// tally says how far the run got.
func (r *account) tally(stopped bool) string {
	text := fmt.Sprintf("%s converted, %s current, %s failed", thousands(r.converted), thousands(r.current), thousands(r.failed))
	if stopped {
		return "interrupted: " + text
	}
	return text
}

// tellIdle tells of flags that no input had a use for.
func (a *archive) tellIdle() {
	if a.alone || a.flags.quiet || a.converted == 0 {
		return
	}
	var in []convert.Format
	for _, format := range a.account.inputs {
		in = append(in, format)
	}
	for _, row := range a.flags.idle(in, a.formats) {
		a.printer.line("warning: --%s did nothing: it is for %s", row.name, strings.Join(row.reads, ", "))
	}
}

func writeLine(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// record is how --json tells of an entry.
type record struct {
	Input    string          `json:"input"`
	Line     int             `json:"line,omitempty"`
	Code     int             `json:"code"`
	Status   string          `json:"status"`
	JobID    string          `json:"job_id"`
	Outputs  []string        `json:"outputs"`
	Segments int             `json:"segments"`
	Current  bool            `json:"current,omitempty"`
	Warnings []warningRecord `json:"warnings"`
	Error    string          `json:"error"`
}

type warningRecord struct {
	Kind    string   `json:"kind"`
	Count   int      `json:"count"`
	Message string   `json:"message"`
	IDs     []string `json:"ids"`
}

func (o *outcome) record(code int) record {
	r := record{
		Input: o.name, Line: o.line, Code: code, JobID: jobID(o.job), Outputs: o.outputs, Segments: o.segments,
		Current: o.current, Warnings: o.warningRecords(), Error: o.reason(),
	}
	if o.job != nil {
		r.Status = string(o.job.Status)
	}
	if r.Outputs == nil {
		r.Outputs = []string{}
	}
	return r
}

// warningRecords returns the warnings by kind.
func (g *warningGroups) warningRecords() []warningRecord {
	all := []warningRecord{}
	for _, one := range g.all {
		r := warningRecord{Kind: one.kind, Count: max(one.warnings, one.segments), Message: one.message, IDs: one.ids}
		if r.IDs == nil {
			r.IDs = []string{}
		}
		all = append(all, r)
	}
	return all
}

// reason returns what an entry failed of.
func (o *outcome) reason() string {
	if o.err == nil {
		return ""
	}
	var all []string
	for _, one := range parts(o.err) {
		all = append(all, unsigned(describe(o.file(), one)))
	}
	return strings.Join(all, "\n")
}

// lineObject is how --ndjson tells of what an entry becomes in a format.
type lineObject struct {
	Input    string          `json:"input"`
	Line     int             `json:"line"`
	JobID    string          `json:"job_id"`
	Code     int             `json:"code"`
	Format   string          `json:"format"`
	Encoding string          `json:"encoding,omitempty"`
	Content  *string         `json:"content,omitempty"`
	Error    string          `json:"error,omitempty"`
	Warnings []warningRecord `json:"warnings"`
}

// encodeAll makes the objects of an entry, or fails for all of them.
func (a *archive) encodeAll(o *outcome, got decoded) error {
	for _, format := range a.formats {
		var b bytes.Buffer
		options := a.flags.forWriting(a.options, format, o.counted)
		options.Warn = func(w script.Warning) error { o.written(o.shown(), format.Name, w, losersOf(got.script)); return nil }
		if err := convert.Encode(&b, got.script, format, &options); err != nil {
			return fmt.Errorf("%s: %w", format.Name, err)
		}
		one := lineObject{Format: format.Name}
		content := b.String()
		if format.Binary {
			content, one.Encoding = base64.StdEncoding.EncodeToString(b.Bytes()), "base64"
		}
		one.Content = &content
		o.objects = append(o.objects, one)
	}
	o.settle()
	if a.flags.strict && o.told > 0 {
		return strictError(o.told)
	}
	return nil
}

// objectsOf returns an lineObject for each format, whether it went well or not.
func (a *archive) objectsOf(o *outcome, code int) (all []lineObject) {
	for i, format := range a.formats {
		one := lineObject{Format: format.Name, Error: o.reason()}
		if o.err == nil {
			one = o.objects[i]
		}
		one.Input, one.Line, one.JobID, one.Code = o.name, max(o.line, 1), jobID(o.job), code
		one.Warnings = o.warningRecords()
		all = append(all, one)
	}
	return all
}

// isFull reports whether a file could not be written for want of room.
func isFull(err error) bool {
	var out *outfile.Error
	return errors.As(err, &out) && isNoSpace(out.Err)
}
