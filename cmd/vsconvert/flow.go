package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// flowFrom is from what size on an input is converted segment by segment: what
// is smaller costs less as a whole.
const flowFrom = 1 << 20

// errWhole is that an input must be in hand as a whole, as when a segment comes
// out of order.
var errWhole = errors.New("the whole is needed")

// errFlowed is that what would have to be put right is written already.
var errFlowed = errors.New("is out of order, and what goes before it is written already")

// segmentWriter is a writer of a format that takes segments one by one.
type segmentWriter interface {
	WriteHeader(*script.Script) error
	WriteSegment(*script.Segment) error
	Close() error
}

// segmentReader is a reader of a format that hands them on.
type segmentReader interface {
	Segments(io.Reader) iter.Seq2[script.Segment, error]
}

// flows reports whether a format can be written segment by segment.
func flows(format convert.Format) bool { return format.Name == "vtt" || format.Name == "srt" }

// newSegmentWriter returns a writer for a format that flows.
func newSegmentWriter(w io.Writer, format convert.Format, o *convert.Options) segmentWriter {
	switch e := format.NewEncoder(o).(type) {
	case vtt.Encoder:
		return e.NewWriter(w)
	case srt.Encoder:
		return e.NewWriter(w)
	}
	return nil
}

// flow converts an entry segment by segment, in constant memory, where that
// gives what the whole would. It returns false where it does not: nothing is
// written then, and the entry is to be converted as a whole.
func (a *archive) flow(o *outcome) (done bool) {
	if !a.mayFlow(&o.entry) {
		return false
	}
	in, err := a.openLarge(&o.entry)
	if err != nil || in == nil {
		return false // the whole way tells the error
	}
	defer func() { in.close() }()
	found, err := a.detect(in.r, o.name)
	if err != nil || !flows(found.format) || a.alone && a.flags.checkUse([]convert.Format{found.format}, a.formats) != nil {
		in.restore(&o.entry)
		return false
	}
	f := &flowing{archive: a, in: in, found: found, messages: a.messages(), name: o.shown()}
	f.targets, err = a.targets(o, decoded{script: &script.Script{}})
	if err == nil && !a.alone {
		err = a.confirm(&o.entry, f.targets)
	}
	if err == nil {
		err = f.run()
	}
	if errors.Is(err, errWhole) {
		in.restore(&o.entry)
		return false
	}
	o.messages, o.format, o.segments, o.err = f.messages, found.format.Name, f.count, found.explain(err)
	if err == nil {
		for _, t := range f.targets {
			o.outputs = append(o.outputs, t.path)
		}
	}
	return true
}

// mayFlow reports whether nothing asks for the whole of an entry.
func (a *archive) mayFlow(e *entry) bool {
	f := a.flags
	return e.data == nil && e.as.Name == "" && a.planned && a.manifest == nil && !f.ndjson && len(f.timing.steps) == 0 &&
		!slices.ContainsFunc(a.formats, func(format convert.Format) bool { return !flows(format) }) &&
		!(f.strict && a.toStdout())
}

// toStdout reports whether the output may be read before all of it is there.
func (a *archive) toStdout() bool { return a.names.one && a.names.output == stdio }

// large is an input that is worth to flow.
type large struct {
	name  string
	r     io.Reader
	kept  *rereader // nil for a file, which can be read again
	close func() error
}

// openLarge opens an entry. It returns nil for a small one.
func (a *archive) openLarge(e *entry) (*large, error) {
	if e.name != stdio {
		info, err := os.Stat(e.name)
		if err != nil || !info.Mode().IsRegular() || info.Size() < a.flowSize() {
			return nil, err
		}
		r, closeInput, err := openInput(e.name, nil)
		return &large{name: e.name, r: r, close: closeInput}, err
	}
	r, _, err := openInput(stdio, a.streams.in)
	if err != nil {
		return nil, err
	}
	kept := &rereader{r: r}
	if n, _ := io.CopyN(io.Discard, kept, a.flowSize()); n < a.flowSize() {
		e.again = kept
		return nil, nil
	}
	return &large{name: e.name, r: kept.again(), kept: kept, close: kept.drop}, nil
}

func (a *archive) flowSize() int64 { return cmp.Or(a.streams.flowFrom, flowFrom) }

// restore has an entry read from its beginning.
func (in *large) restore(e *entry) {
	if in.kept != nil {
		e.again = in.kept
		in.close = func() error { return nil } // when that is read
	}
}

// flowing is an entry that is converted segment by segment.
type flowing struct {
	*archive
	messages
	in      *large
	found   detected
	targets []target
	name    string // as messages call it

	outs  []*flowingOut
	files *outfile.Set
	count int
	last  script.Segment
	ids   idWatch
}

// flowingOut is an output.
type flowingOut struct {
	segmentWriter
	target
	file  string // as messages call it
	files *outfile.Set
	held  []script.Warning
	lost  lostSegments
}

func (f *flowing) run() error {
	if f.toStdout() && f.in.kept == nil && !f.inOrder() {
		return errWhole
	}
	if err := f.makeDirectories(f.targets); err != nil {
		return err
	}
	f.files = f.outputs(&f.messages)
	f.files.Flow = f.toStdout()
	defer f.files.Discard()
	if err := f.open(); err != nil {
		return err
	}
	losses := losses{warn: func(w script.Warning) error { f.read(f.name, w); return nil }}
	err := f.segments(func(w script.Warning) error {
		if isLate(w) && !f.files.Flowed() {
			return errWhole
		}
		w.SegmentID = strings.Clone(w.SegmentID)
		return losses.hold(w)
	})
	if err == nil {
		err = f.closeAll()
	}
	if err != nil {
		return f.wholeOr(err)
	}
	if err := losses.tell(); err != nil {
		return err
	}
	return f.commit()
}

// wholeOr returns errWhole for an error that the whole way may do without, or
// tells together with other warnings, as long as nothing has flowed.
func (f *flowing) wholeOr(err error) error {
	if f.files.Flowed() {
		return err
	}
	return errWhole
}

// inOrder reports whether the segments of a file come in order, which must be
// known before any of them is shown.
func (f *flowing) inOrder() bool {
	from := f.reader(nil, nil)
	var last script.Segment
	for s, err := range from.Segments(f.found.r) {
		if err != nil || s.Start < last.Start {
			return false
		}
		last = s
	}
	r, closeInput, err := openInput(f.in.name, nil)
	if err != nil {
		return false
	}
	again := f.in.close
	f.found.r, f.in.close = r, func() error { return errors.Join(again(), closeInput()) }
	return true
}

// reader returns the reader of the input.
func (f *flowing) reader(warn func(script.Warning) error, head func(*script.Script)) segmentReader {
	o := f.options
	o.Warn, o.FromVTT.Head = warn, head
	return f.found.format.NewDecoder(&o).(segmentReader)
}

// open opens the outputs.
func (f *flowing) open() error {
	for _, t := range f.targets {
		out := &flowingOut{target: t, file: t.path, files: f.files}
		if t.path == stdio {
			out.file = f.name
		}
		if err := f.flags.checkBeside(t); err != nil {
			return err
		}
		w, err := f.files.Create(t.path)
		if err != nil {
			return err
		}
		o := f.flags.forWriting(f.options, t.format, timecode.Rate{})
		o.Warn = out.hold
		out.segmentWriter = newSegmentWriter(w, t.format, &o)
		f.outs = append(f.outs, out)
	}
	return nil
}

// hold keeps a warning until those of the reader are told.
func (out *flowingOut) hold(w script.Warning) error {
	if len(out.held) >= maxHeld && !out.files.Flowed() {
		return errWhole
	}
	w.SegmentID = strings.Clone(w.SegmentID) // not the piece of the file that it is of
	out.held = append(out.held, w)
	return nil
}

// segments reads and writes the segments.
func (f *flowing) segments(warn func(script.Warning) error) error {
	began := false
	begin := func(head *script.Script) error {
		began = true
		f.flags.apply(head)
		for _, out := range f.outs {
			if err := out.WriteHeader(head); err != nil {
				return err
			}
		}
		return nil
	}
	head := &script.Script{}
	for s, err := range f.reader(warn, func(s *script.Script) { head = s }).Segments(f.found.r) {
		if err == nil && !began {
			err = begin(head)
		}
		if err == nil {
			err = f.segment(&s)
		}
		if err != nil {
			return err
		}
	}
	if !began {
		return errWhole
	}
	return nil
}

func (f *flowing) segment(s *script.Segment) error {
	if f.count > 0 && s.Start < f.last.Start {
		if f.files.Flowed() {
			return fmt.Errorf("%w: segment %d %w", script.ErrValue, f.count+1, errFlowed)
		}
		return errWhole
	}
	f.ids.see(s.ID, f.count)
	f.count++
	f.last = *s
	for _, out := range f.outs {
		out.lost.see(s, f.count)
		if err := out.WriteSegment(s); err != nil {
			return err
		}
	}
	if f.in.kept != nil && f.files.Flowed() {
		f.in.kept.stop()
	}
	return nil
}

func (f *flowing) closeAll() error {
	for _, out := range f.outs {
		if err := out.Close(); err != nil {
			return fmt.Errorf("%s: %w", out.format.Name, err)
		}
	}
	return nil
}

// commit tells what was said while segments were written, and places the files.
func (f *flowing) commit() error {
	for _, w := range f.ids.same {
		f.read(f.name, w)
	}
	for _, out := range f.outs {
		for _, w := range out.held {
			f.written(out.file, out.format.Name, w, out.lost.of)
		}
	}
	f.settle()
	if f.flags.strict && f.told > 0 {
		return strictError(f.told)
	}
	return f.files.Commit()
}

// isLate reports whether a warning comes at the end of what is read piece by
// piece, and at the beginning of what is read as a whole.
func isLate(w script.Warning) bool {
	about := errors.Is(w.Err, script.ErrEncoding) || errors.Is(w.Err, script.ErrText) || errors.Is(w.Err, script.ErrAssumed)
	return about && w.Index < 0 && w.SegmentID == ""
}

// rereader reads an input that can be read once, and keeps what was read.
type rereader struct {
	r       io.Reader
	held    []byte
	file    *os.File // of what is beyond held; it has no name any more
	stopped bool
	last    bool // nothing need be kept any more
}

// maxKept is how much of an input is kept in memory.
const maxKept = 4 << 20

func (k *rereader) Read(p []byte) (int, error) {
	n, err := k.r.Read(p)
	if n > 0 && !k.stopped && !k.last {
		err = errors.Join(k.keep(p[:n]), err)
		if errors.Is(err, io.EOF) {
			err = io.EOF
		}
	}
	return n, err
}

func (k *rereader) keep(p []byte) (err error) {
	if k.file == nil && len(k.held)+len(p) <= maxKept {
		k.held = append(k.held, p...)
		return nil
	}
	if k.file == nil {
		if k.file, err = os.CreateTemp("", "vsconvert-"); err != nil {
			return err
		}
		os.Remove(k.file.Name()) // which leaves nothing behind, or fails on Windows until it is closed
	}
	_, err = k.file.Write(p)
	return err
}

// open returns the input from its beginning, to be read for the last time.
func (k *rereader) open() (r io.Reader, closeInput func() error, err error) {
	r = k.again()
	k.last = true
	return r, k.drop, nil
}

// again returns a reader of the input from its beginning.
func (k *rereader) again() io.Reader {
	if k.stopped {
		return k.r
	}
	if k.file == nil {
		return io.MultiReader(bytes.NewReader(k.held), k)
	}
	size, _ := k.file.Seek(0, io.SeekCurrent)
	return io.MultiReader(bytes.NewReader(k.held), io.NewSectionReader(k.file, 0, size), k)
}

// stop keeps no more, and forgets what it kept.
func (k *rereader) stop() {
	if !k.stopped {
		k.stopped, k.held = true, nil
		_ = k.drop()
	}
}

func (k *rereader) drop() error {
	if k.file == nil {
		return nil
	}
	file := k.file
	k.file = nil
	err := file.Close()
	os.Remove(file.Name()) // where it had to be closed first
	return err
}
