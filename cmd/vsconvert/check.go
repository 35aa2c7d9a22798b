package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func checkCommand(s streams) *cobra.Command {
	f := &flags{}
	c := &inspection{}
	cmd := &cobra.Command{
		Use:   "check [flags] FILE...",
		Short: "Find descriptions that do not fit, collide, or break a player",
		Long: "check holds scripts of any format against rules made for audio description, and lists what breaks them,\n" +
			"by how much, and what would mend it. docs/checks.md explains each rule.\n" +
			"It exits with 0 when no script has an error, and with 1 when one has (under --strict, an error or a warning).",
		Example: "  vsconvert check result.json\n" +
			"  vsconvert check script.vtt --dialogue captions.vtt -o report.xlsx\n" +
			"  vsconvert check script.vtt --fix -o mended.vtt --report report.xlsx",
		Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error { return c.run(f, s, args) },
	}
	f.register(cmd.Flags(), "check")
	return cmd
}

// inspection is one run of check.
type inspection struct {
	painter painter // of the table on standard output
	*converter
	printer  *printer
	speech   []qc.Span // nil when no dialogue is known
	jobs     []job     // what is mended goes to their targets
	reports  []report
	codes    []int
	warnings int           // of readers and writers
	counted  timecode.Rate // how the labels of the file read last were counted
}

// report is what check says of one file.
type report struct {
	input    string
	profile  qc.Profile
	findings []qc.Finding
	counts   qc.Counts
	script   *script.Script // with the findings in it
}

func (c *inspection) run(f *flags, s streams, args []string) (err error) {
	if c.converter, err = newConverter(f, s, "check"); err != nil {
		return err
	}
	c.printer = c.newPrinter()
	c.options.Unsorted = true
	names, err := inputs(f, args, s)
	if errors.Is(err, errNoInput) {
		return usagef("vsconvert check -h explains it", "no file to check")
	}
	if err != nil {
		return err
	}
	if err := c.plan(names); err != nil {
		return err
	}
	if c.speech, err = c.dialogue(); err != nil {
		return err
	}
	for _, j := range c.jobs {
		if err := c.file(j); err != nil {
			return err
		}
	}
	if err := c.writeReports(); err != nil {
		return err
	}
	c.printer.summary()
	if code := c.exit(); code != exitDone {
		return &errReported{code}
	}
	return nil
}

// plan works out where everything goes, and refuses what makes no sense.
func (c *inspection) plan(names []string) (err error) {
	f := c.flags
	switch {
	case f.check.fix:
		if c.jobs, err = plan(f, names, c.streams); err != nil {
			return err
		}
		if err := c.checkWriting(c.jobs[0].formats()); err != nil {
			return err
		}
	case len(f.to) > 0:
		return usagef("add --fix, or name the report's format with --format", "-t is the format of the mended script, and there is no --fix")
	default:
		for _, name := range names {
			c.jobs = append(c.jobs, job{input: name})
		}
		if err := f.checkOutputs(nil); err != nil {
			return err
		}
	}
	return c.checkReportPaths(names)
}

// reportPaths are the files that take the report.
func (c *inspection) reportPaths() (all []string) {
	if c.flags.report != "" {
		all = append(all, c.flags.report)
	}
	if o := c.flags.output; o != "" && o != stdio && !c.flags.check.fix {
		all = append(all, o)
	}
	return all
}

func (c *inspection) checkReportPaths(names []string) error {
	jobs := slices.Clone(c.jobs)
	for _, name := range []string{c.flags.check.dialogue, c.flags.filesFrom} {
		if name != "" {
			jobs = append(jobs, job{input: name})
		}
	}
	for _, path := range c.reportPaths() {
		if _, err := c.fileFormat(path); err != nil {
			return err
		}
		if isSheet(path) && len(names) > 1 {
			return usagef("check them one by one", "%s takes one script, not %d", path, len(names))
		}
		jobs = append(jobs, job{input: names[0], targets: []target{{path: path}}})
	}
	return checkPaths(jobs)
}

func isSheet(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }

// dialogue reads the captions that --dialogue names.
func (c *inspection) dialogue() ([]qc.Span, error) {
	if c.flags.check.dialogue == "" {
		return nil, nil
	}
	captions, err := c.beside(c.flags.check.dialogue, c.printer)
	if err != nil {
		return nil, err
	}
	return c.flags.check.spoken(captions), nil
}

// beside reads a file that goes with the inputs, of any format.
func (c *converter) beside(name string, p *printer) (*script.Script, error) {
	reader := *c
	reader.from = convert.Format{}
	reader.options.Unsorted = false
	m := c.messages()
	s, _, err := reader.read(name, &m)
	if err != nil {
		p.failure(display(name), err, &m)
		return nil, &errReported{exitCode(err)}
	}
	return s, nil
}

// file checks one input, and mends it if that was asked for.
func (c *inspection) file(j job) error {
	s, remarks, err := c.load(j.input)
	if err != nil {
		c.codes = append(c.codes, exitCode(err))
		return nil
	}
	p, err := c.profile(s)
	if err != nil {
		return err
	}
	if c.flags.check.fix {
		if s, err = c.mend(s, p, j); err != nil {
			c.codes = append(c.codes, exitCode(err))
			return nil
		}
		remarks = nil
	}
	p.Remarks = append(remarks, c.altered(s)...)
	r := report{input: display(j.input), profile: p, findings: qc.Check(s, p), script: s}
	r.counts = qc.Count(r.findings)
	c.reports = append(c.reports, r)
	return nil
}

func (c *inspection) profile(s *script.Script) (qc.Profile, error) {
	p, err := c.flags.check.profileFor(s.Type == script.Extended)
	p.Rate, p.Dialogue = c.options.Rate, c.speech
	return p, err
}

// asWritten returns a script as the first file that it was written to has it,
// where writers end what has no length, or runs backwards, behind its start.
func (c *inspection) asWritten(s *script.Script, j job) (*script.Script, error) {
	odd := func(seg script.Segment) bool { return seg.Start < 0 || seg.End <= seg.Start }
	if !slices.ContainsFunc(s.Segments, odd) {
		return s, nil
	}
	at := indexes(s, qc.ByStart(s.Segments))
	moved := map[int]bool{}
	o := c.flags.forWriting(c.options, j.targets[0].format, timecode.Rate{})
	o.Warn = func(w script.Warning) error {
		if i := at(w); i >= 0 && (errors.Is(w.Err, script.ErrReversed) || errors.Is(w.Err, script.ErrZeroLength) || errors.Is(w.Err, script.ErrNegativeTime)) {
			moved[i] = true
		}
		return nil
	}
	if err := convert.Encode(io.Discard, s, j.targets[0].format, &o); err != nil {
		return nil, err
	}
	written := *s
	written.Segments = slices.Clone(s.Segments)
	for i := range moved {
		seg, next := &written.Segments[i], time.Duration(-1)
		if i+1 < len(s.Segments) {
			next = s.Segments[i+1].Start
		}
		from, to, _ := clock.Span(seg.Start, seg.End, next, time.Millisecond)
		seg.Start, seg.End = time.Duration(from)*time.Millisecond, time.Duration(to)*time.Millisecond
	}
	return &written, nil
}

// judged are what rules of check find; a reader's warning of them is no news.
var judged = [...]error{script.ErrZeroLength, script.ErrReversed, script.ErrNoText, script.ErrNegativeTime, script.ErrDuplicateID, timecode.ErrDropped}

// load reads a script, and what its reader says of timecodes.
func (c *inspection) load(name string) (*script.Script, []qc.Remark, error) {
	var labels []script.Warning
	m := c.messages()
	s, format, err := c.readWith(name, &m, func(w script.Warning) error {
		if errors.Is(w.Err, timecode.ErrDropped) {
			labels = append(labels, w)
		}
		if !slices.ContainsFunc(judged[:], func(err error) bool { return errors.Is(w.Err, err) }) {
			m.read(display(name), w)
		}
		return nil
	})
	c.printer.warnings(&m)
	c.warnings += m.warningGroups.told
	c.counted = m.counted
	if err == nil {
		s.NumberIDs()
	}
	if err == nil && len(c.jobs) == 1 {
		err = c.flags.checkUse(m.holds(format), c.jobs[0].formats())
	}
	if err != nil {
		c.printer.failure(display(name), err, &m)
		return nil, nil, err
	}
	c.flags.apply(s)
	at := indexes(s, asRead(s))
	var remarks []qc.Remark
	for _, w := range labels {
		remarks = append(remarks, qc.Remark{Index: at(w), Code: qc.BadTimecode, Message: fmt.Sprint(w.Err)})
	}
	return s, remarks, nil
}

// altered asks the writers of the target formats which texts they must alter.
func (c *inspection) altered(s *script.Script) (remarks []qc.Remark) {
	at := indexes(s, qc.ByStart(s.Segments)) // in which writers write
	for _, format := range c.flags.check.targets {
		said := map[int]bool{}
		alters := func(i int, what string) {
			if i >= 0 && !said[i] {
				said[i] = true
				remarks = append(remarks, qc.Remark{Index: i, Code: qc.Altered, Message: "as " + format.Name + ": " + what})
			}
		}
		o := c.options
		o.Warn = func(w script.Warning) error {
			if errors.Is(w.Err, script.ErrText) {
				alters(at(w), fmt.Sprint(w.Err))
			}
			return nil
		}
		if format.Keeps&script.LineBreaks == 0 {
			for i := range s.Segments {
				if strings.Contains(s.Segments[i].Text, "\n") {
					alters(i, "the line break becomes a blank")
				}
			}
		}
		if err := convert.Encode(io.Discard, s, format, &o); err != nil {
			c.printer.line("%s as %s: %v", s.Title, format.Name, err)
		}
	}
	return remarks
}

// indexes finds the segments that warnings mean: by their place in the order of
// order, or else by their id.
func indexes(s *script.Script, order []int) func(script.Warning) int {
	at := make(map[string]int, len(s.Segments))
	for i := len(s.Segments) - 1; i >= 0; i-- {
		at[s.Segments[i].ID] = i
	}
	return func(w script.Warning) int {
		if w.Index >= 0 && w.Index < len(order) && s.Segments[order[w.Index]].ID == w.SegmentID {
			return order[w.Index]
		}
		if i, ok := at[w.SegmentID]; ok && w.SegmentID != "" {
			return i
		}
		return -1
	}
}

// asRead is the order of the file.
func asRead(s *script.Script) []int {
	order := make([]int, len(s.Segments))
	for i := range order {
		order[i] = i
	}
	return order
}

// mend writes what can be mended of s, says what was done, and returns what was
// written.
func (c *inspection) mend(s *script.Script, p qc.Profile, j job) (*script.Script, error) {
	fixed, changes := qc.Mend(s, p, c.flags.check.move)
	undo, err := makeDirectory(c.flags.output, len(c.jobs)*len(j.targets) > 1)
	if err != nil {
		return nil, err
	}
	m := c.messages()
	m.counted = c.counted
	err = c.write(fixed, j, &m)
	c.printer.warnings(&m)
	if err != nil {
		undo()
		c.printer.failure(display(j.input), err, &m)
		return nil, err
	}
	if !c.flags.quiet {
		for _, change := range changes {
			c.printer.line("%s: segment %s: %s", display(j.input), segmentName(change.ID, change.Index), change.Message)
		}
	}
	return c.asWritten(fixed, j)
}

// segmentName is how a report calls a segment.
func segmentName(id string, index int) string {
	if id == "" {
		return fmt.Sprintf("#%d", index+1)
	}
	return fmt.Sprintf("%q", script.Shorten(id))
}

// writeReports prints the report, and writes it into the files that are named.
func (c *inspection) writeReports() error {
	format := c.flags.check.format
	m := c.messages()
	files := c.outputs(&m)
	defer files.Discard()
	elsewhere := c.flags.check.fix && slices.ContainsFunc(c.jobs, func(j job) bool {
		return slices.ContainsFunc(j.targets, func(t target) bool { return t.path == stdio })
	})
	for _, path := range c.reportPaths() {
		if len(c.reports) == 0 {
			continue
		}
		if err := c.writeReport(files, path); err != nil {
			return err
		}
		elsewhere = elsewhere || path == c.flags.output && !isSheet(path)
	}
	if err := files.Commit(); err != nil {
		return err
	}
	if elsewhere {
		return nil
	}
	out := c.streams.out
	if format == "" {
		out, c.painter = c.streams.painted()
	}
	var b bytes.Buffer
	if err := reportFormats[format](&b, c); err != nil {
		return err
	}
	_, err := out.Write(b.Bytes())
	return err
}

func (c *inspection) writeReport(files *outfile.Set, path string) error {
	w, err := files.Create(path)
	if err != nil {
		return err
	}
	format, err := c.fileFormat(path)
	if err != nil {
		return err
	}
	if format == sheet {
		return c.writeSheet(w)
	}
	return reportFormats[format](w, c)
}

// writeSheet writes the script with what was found beside each row.
func (c *inspection) writeSheet(w io.Writer) error {
	r := c.reports[0]
	e := c.options.XLSX
	e.Rate, e.Start = c.options.Rate.Counted(c.counted.DropFrame()), c.options.Start
	e.Flags, e.Findings = r.profile.Limits, r.findings
	if e.Findings == nil {
		e.Findings = []qc.Finding{}
	}
	return e.Encode(w, r.script)
}

// byExtension are the formats of report files by what their names end in; "" is
// the table, and sheet what no flag asks for.
var byExtension = map[string]string{".xlsx": sheet, ".txt": "", ".json": "json", ".sarif": "sarif", ".xml": "junit"}

const sheet = "xlsx"

// fileFormat returns the format of a report file. What -o takes is written
// rather than printed, so that --json and --format speak of it, unless its name
// contradicts them; --report has what its name says.
func (c *inspection) fileFormat(path string) (string, error) {
	asked := c.flags.check.format
	ext := strings.ToLower(filepath.Ext(path))
	byName, known := byExtension[ext]
	switch {
	case known && (path == c.flags.report || asked == "" || byName == sheet || byName == asked):
		return byName, nil
	case asked != "" && (!known || ext == ".txt" || ext == ".json" && asked == "sarif"):
		return asked, nil
	case known:
		return "", usagef("leave out --"+c.flags.asking()+", or name the file otherwise", "a report in the format %s does not go into a file %s", asked, path)
	case path == c.flags.report:
		return "", usagef("", "--report %s: a report is .xlsx, .json, .sarif, .xml or .txt", path)
	}
	return "", usagef("add --fix to have the mended script written", "%s: a report is .xlsx, .json, .sarif, .xml or .txt", path)
}

// asking is the flag that the report's format was given with.
func (f *flags) asking() string {
	if f.given("format") {
		return "format"
	}
	return "json"
}

// exit returns the exit code.
func (c *inspection) exit() int {
	codes := c.codes
	for i := range c.reports {
		if counts := c.reports[i].counts; counts.Error > 0 || c.flags.strict && counts.Warning > 0 {
			codes = append(codes, exitFailed)
		}
	}
	if c.flags.strict && c.warnings > 0 {
		codes = append(codes, exitFailed)
	}
	return joinCodes(codes)
}
