package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/fcpxml"
	"github.com/vsconvert/vsconvert/convert/protools"
	"github.com/vsconvert/vsconvert/internal/secret"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// maxFindings is how many findings a message lists; the rest is counted.
const maxFindings = 20

// messages are what one input gave rise to, kept until its turn to be shown.
type messages struct {
	warningGroups
	every    bool          // keeps every warning, rather than the first of each kind
	notes    []string      // what was asked for, shown even when quiet
	done     []string      // what was asked for and done, unless quiet
	hasMedia bool          // the answer holds addresses of media that are not shown
	counted  timecode.Rate // how labels were counted that were read first; zero if none were

	remarked map[remark]struct{} // what the reader has remarked
	held     []heldRemark        // of it, what a writer may say better
	heldAt   map[remark]chain    // where in held each is that is not said yet
}

// heldRemark is what a reader says of a segment's times. Who writes them says
// what becomes of it.
type heldRemark struct {
	file string
	said bool  // a writer has said it better
	next int32 // in held, of the same remark; 0 for none
	script.Warning
}

// chain is the first and the last of the same remarks in held.
type chain struct{ first, last int32 }

// media notes the addresses of a job's media when they were asked for.
func (m *messages) media(file string, j *results.Job, show bool) {
	for _, one := range [...]struct{ kind, url string }{{"video", j.VideoURL}, {"audio", j.AudioURL}} {
		if one.url == "" {
			continue
		}
		if show {
			m.notes = append(m.notes, fmt.Sprintf("%s: %s: %s", file, one.kind, one.url))
		} else {
			m.hasMedia = true
		}
	}
}

// count takes the rate at which a list's labels are read.
func (m *messages) count(r timecode.Rate) {
	if m.counted.IsZero() {
		m.counted = r
	}
}

// holds returns the formats that an input in a format is made of: an answer whose
// descriptions come as a list is one, too.
func (m *messages) holds(format convert.Format) []convert.Format {
	all := []convert.Format{format}
	if slices.Contains(answers, format.Name) && !m.counted.IsZero() {
		list, _ := convert.Lookup("edl")
		all = append(all, list)
	}
	return all
}

// remark is something to be said of a segment as it stands.
type remark struct {
	segment string
	what    uint8 // index in remarks
}

// isRemark reports whether a segment is remarked on, rather than what it was
// made of.
func isRemark(err error) bool {
	return slices.ContainsFunc(remarks[:], func(what error) bool { return errors.Is(err, what) && what != script.ErrNoSegments })
}

// remarkOf returns what is remarked of the segment that a warning is about.
// Readers and writers call one without id by its number.
func remarkOf(w script.Warning, what int) remark {
	if w.SegmentID == "" && w.Index >= 0 {
		return remark{strconv.Itoa(w.Index + 1), uint8(what)}
	}
	return remark{w.SegmentID, uint8(what)}
}

var remarks = [...]error{script.ErrZeroLength, script.ErrReversed, script.ErrNoText, script.ErrNoSegments}

// read takes a warning of the reader of the file.
func (m *messages) read(file string, w script.Warning) {
	for i, what := range remarks {
		if !errors.Is(w.Err, what) {
			continue
		}
		if m.remarked == nil {
			m.remarked = map[remark]struct{}{}
		}
		key := remarkOf(w, i)
		m.remarked[key] = struct{}{}
		if w.Err == what && (what == script.ErrZeroLength || what == script.ErrReversed) {
			m.hold(key, heldRemark{file: file, Warning: w})
			return
		}
	}
	m.warn(file, w)
}

// hold keeps a remark until it is known whether a writer says it better.
func (m *messages) hold(key remark, one heldRemark) {
	if m.heldAt == nil {
		m.heldAt = map[remark]chain{}
	}
	at := int32(len(m.held))
	if len(m.held) == cap(m.held) {
		m.held = slices.Grow(m.held, max(64, len(m.held)))
	}
	m.held = append(m.held, one)
	c, ok := m.heldAt[key]
	if !ok {
		m.heldAt[key] = chain{at, at}
		return
	}
	m.held[c.last].next = at
	m.heldAt[key] = chain{c.first, at}
}

// settle adds the reader's remarks that no writer has said better.
func (m *messages) settle() {
	for _, one := range m.held {
		if !one.said {
			m.warn(one.file, one.Warning)
		}
	}
	m.held, m.heldAt = nil, nil
}

// written takes a warning of the writer of the file in a format. A writer that
// has changed nothing may remark what the reader has remarked already; that is
// no news. lose returns the segments that lose a field.
func (m *messages) written(file, format string, w script.Warning, lose func(script.Fields) *losers) {
	for i, what := range remarks {
		if _, told := m.remarked[remarkOf(w, i)]; told && w.Err == what {
			return
		}
		if errors.Is(w.Err, what) {
			file = m.better(file, i, &w)
		}
	}
	if w.Lost != 0 {
		m.addLost(file, format, w, lose)
		return
	}
	m.warn(file, w)
}

// better takes back what the reader remarked of a segment, as its writer tells
// what became of it, and where it stands in the input.
func (m *messages) better(file string, what int, w *script.Warning) string {
	key := remarkOf(*w, what)
	c, ok := m.heldAt[key]
	if !ok {
		return file
	}
	one := &m.held[c.first]
	if one.next == 0 {
		delete(m.heldAt, key)
	} else {
		m.heldAt[key] = chain{one.next, c.last}
	}
	one.said = true
	w.Pos = one.Pos
	return one.file
}

// warn takes a warning about the file.
func (m *messages) warn(file string, w script.Warning) {
	keep := shownOfKind
	if m.every {
		keep = math.MaxInt
	}
	m.add(file, w, keep)
}

// at returns "FILE:LINE:COL: path", as far as it is known.
func at(file string, pos script.Pos) string {
	switch {
	case pos.Line > 0:
		return file + ":" + pos.String()
	case pos.Path != "":
		return file + ": " + pos.Path
	}
	return file
}

// describe returns err as "FILE:LINE:COL: what".
func describe(file string, err error) string {
	var other *fileError
	if errors.As(err, &other) && fmt.Sprint(err) == other.Error() {
		return other.Error()
	}
	var parse *script.ParseError
	if errors.As(err, &parse) && fmt.Sprint(err) == parse.Error() {
		return at(file, parse.Pos) + ": " + fmt.Sprint(parse.Err)
	}
	var out *outfile.Error
	if errors.As(err, &out) {
		return out.Error()
	}
	var path *fs.PathError
	if errors.As(err, &path) && path.Path == file {
		return fmt.Sprintf("%s: %v", file, path.Err)
	}
	return fmt.Sprintf("%s: %v", file, err)
}

// printer writes messages.
type printer struct {
	w      io.Writer
	quiet  bool // no warnings
	every  bool // every warning
	joined bool // warnings of all inputs are shown together at the end
	run    warningGroups
	hinted map[string]bool

	painter
	excerpts bool // of the lines that errors are about
	width    int  // of the terminal
}

// newPrinter returns what writes to standard error as a person there is to be
// told, or a pipe: one line a message.
func (s *streams) newPrinter() *printer {
	p := &printer{w: s.err, painter: painter(s.colours(s.errTerminal)), width: excerptWidth}
	p.excerpts = s.errTerminal || s.colour != nil && s.colour.when == "always"
	if columns := screenWidth(s.err); columns > 0 {
		p.width = columns
	}
	return p
}

func (c *converter) newPrinter() *printer {
	p := c.streams.newPrinter()
	p.quiet, p.every, p.joined = c.flags.quiet, c.flags.everyWarning, c.flags.joinWarnings
	return p
}

// messages returns what takes the messages of an input.
func (c *converter) messages() messages { return messages{every: c.flags.everyWarning} }

func (p *printer) line(format string, args ...any) { p.say("", format, args...) }

// say writes a message, its beginning in a colour.
func (p *printer) say(i ink, format string, args ...any) {
	fmt.Fprintf(p.w, "%s %s\n", p.paint(i, "vsconvert:"), visible(fmt.Sprintf(format, args...)))
}

// unsigned returns s without its addresses, if one of them is signed: whoever
// has it can fetch what it leads to. Others, such as the names of namespaces,
// stay.
func unsigned(s string) string {
	if secret.Signs(s) {
		return secret.Cut(s)
	}
	return s
}

// warnings shows what was said of an input, or keeps it for the end.
func (p *printer) warnings(m *messages) { p.outcome("", nil, m) }

// outcome shows what was said of an input, and why it failed, if it did.
func (p *printer) outcome(file string, err error, m *messages) {
	m.settle()
	for _, note := range m.notes {
		p.line("%s", note)
	}
	for _, line := range m.done {
		if !p.quiet {
			p.line("%s", line)
		}
	}
	switch {
	case errors.Is(err, errStrict): // they are the reason
		p.show(&m.warningGroups)
	case p.quiet:
	case p.joined:
		p.run.join(&m.warningGroups)
	default:
		p.show(&m.warningGroups)
	}
	if err != nil {
		p.failure(file, err, m)
	}
}

// show shows the warnings of one input.
func (p *printer) show(g *warningGroups) {
	for _, line := range g.shown(p.every) {
		p.say(inkWarning, "%s", line)
	}
	p.hints(g)
}

// summary shows the warnings that were kept for the end.
func (p *printer) summary() {
	for _, line := range p.run.summary() {
		p.say(inkWarning, "%s", line)
	}
	p.hints(&p.run)
}

func (p *printer) hints(g *warningGroups) {
	for _, one := range g.all {
		p.hint(one.hint)
	}
}

// hint prints a hint once.
func (p *printer) hint(hint string) {
	if hint == "" || p.hinted[hint] {
		return
	}
	if p.hinted == nil {
		p.hinted = map[string]bool{}
	}
	p.hinted[hint] = true
	fmt.Fprintf(p.w, "%s %s\n", p.paint(inkHint, "hint:"), visible(hint))
}

// failure prints why the file could not be read or written.
func (p *printer) failure(file string, err error, m *messages) {
	if errors.Is(err, errPipe) {
		return
	}
	for _, one := range parts(err) {
		p.say(inkError, "%s", unsigned(describe(file, one)))
		p.excerpt(file, one)
	}
	switch hint := hintFor(err); {
	case errors.Is(err, results.ErrNoDescriptions) && !m.hasMedia:
	default:
		p.hint(hint)
	}
}

// excerpt shows the line that an error is about, to people.
func (p *printer) excerpt(file string, err error) {
	if !p.excerpts {
		return
	}
	for i, line := range excerpt(file, err, p.width) {
		if at := strings.IndexByte(line, '^'); i == 1 && at >= 0 {
			line = line[:at] + p.paint(inkError, line[at:])
		}
		fmt.Fprintln(p.w, line)
	}
}

// parts returns what is wrong, place by place: a table's reader names every
// bad cell.
func parts(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	all := joined.Unwrap()
	for _, one := range all {
		if _, ok := one.(*script.ParseError); !ok {
			return []error{err}
		}
	}
	return all
}

// hints are what is likely to help against what the library found wrong, which
// knows no flags. The first that fits counts.
var hints = []struct {
	err  error
	hint string
}{
	{errFlowed, "-o FILE has it put in order, as nothing is shown before the end"},
	{results.ErrNotReady, "ask get_results again in a while"},
	{results.ErrNoDescriptions, "the job made media only; --show-urls prints their addresses"},
	{fcpxml.ErrSeveral, "--text-language chooses the captions in one language"},
	{fcpxml.ErrChoice, "--items chooses what is read"},
	{protools.ErrChoice, "--track or --items chooses what is read"},
	{timecode.ErrNoRate, "--rate states the frame rate"},
	{timecode.ErrNoStart, "--start states the timecode of the programme's first frame"},
	{timecode.ErrFrame, "is --rate right?"},
	{timecode.ErrDropped, "is --rate right?"},
	{timecode.ErrOtherRate, "is --rate right?"},
	{merge.ErrNotCopy, "--force takes it all the same"},
	{errStrict, "leave --strict out to go on with warnings"},
}

// hintedError is an error with a hint of its own.
type hintedError struct {
	error
	hint string
}

func (e *hintedError) Unwrap() error { return e.error }

// hintFor returns what is likely to help against err, or "".
func hintFor(err error) string {
	var usage *usageError
	var hinted *hintedError
	var failed *results.FailedError
	var unknown *unknownFormatError
	var misnamed *misnamedError
	var out *outfile.Error
	var column *table.ColumnError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &usage):
		return usage.hint
	case errors.As(err, &hinted):
		return hinted.hint
	case errors.As(err, &failed):
		return ""
	case errors.As(err, &out) && errors.Is(err, fs.ErrExist):
		return "leave --no-clobber out to replace it"
	case errors.As(err, &out) && errors.Is(err, fs.ErrNotExist):
		return "make its directory first; only -o DIR/ makes one"
	case errors.As(err, &unknown):
		return "name the format with -f; vsconvert formats lists them"
	case errors.As(err, &column):
		return fmt.Sprintf("--map %s=\"HEADER\" names the column, --header-row the row of the header", column.Field)
	case errors.As(err, &misnamed):
		return fmt.Sprintf("the content looks like %s: try -f %s", misnamed.format, misnamed.format)
	}
	for _, known := range hints {
		if errors.Is(err, known.err) {
			return known.hint
		}
	}
	return ""
}
