package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"mime"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert/dapt"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/internal/wav"
	"github.com/vsconvert/vsconvert/script"
)

func extractCommand(s streams) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "extract [flags] SCRIPT.ttml -o DIR",
		Short: "Take the recordings out of a DAPT script",
		Long: "extract writes each recording of a DAPT script, embedded or in a file beside it, into a directory: cut to the\n" +
			"part that is played, as WAV, called like its event; and cues.csv, which lists them with their times and texts.",
		Example: "  vsconvert extract script.ttml -o recordings/",
		Args:    oneFile,
		RunE:    func(_ *cobra.Command, args []string) error { return extract(f, s, args[0]) },
	}
	f.register(cmd.Flags(), "extract")
	return cmd
}

// take is a recording that is taken out.
type take struct {
	id, file   string
	start, end time.Duration
	text       string
	data       []byte
}

func extract(f *flags, s streams, name string) error {
	c, err := newConverter(f, s, "extract")
	if err != nil {
		return err
	}
	if f.output == "" || f.output == stdio {
		return usagef("name a directory with -o", "recordings are files")
	}
	r, closeInput, err := openInput(name, s.in)
	if err != nil {
		return err
	}
	defer closeInput()
	doc, err := dapt.Parse(r)
	if err != nil {
		return err
	}
	m := c.messages()
	x := &extractor{dir: filepath.Dir(name), names: map[string]bool{}, warn: func(id string, err error) {
		m.warn(display(name), script.Warning{SegmentID: id, Err: err})
	}}
	takes, err := x.all(doc)
	p := c.newPrinter()
	p.warnings(&m)
	switch {
	case err != nil:
		return err
	case len(takes) == 0:
		return fmt.Errorf("%s: %w: the script has no recordings to take out", display(name), script.ErrMissing)
	case f.strict && m.told > 0:
		return strictError(m.told)
	}
	return c.writeTakes(takes, &m)
}

// writeTakes places the recordings and their list, all of them or none.
func (c *converter) writeTakes(takes []take, m *messages) error {
	undo, err := makeDirectory(c.flags.output, true)
	defer undo()
	if err != nil {
		return err
	}
	files := c.outputs(m)
	defer files.Discard()
	for _, t := range takes {
		w, err := files.Create(filepath.Join(c.flags.output, t.file))
		if err != nil {
			return err
		}
		if _, err := w.Write(t.data); err != nil {
			return err
		}
	}
	w, err := files.Create(filepath.Join(c.flags.output, "cues.csv"))
	if err == nil {
		err = writeCues(w, takes)
	}
	if err != nil {
		return err
	}
	return files.Commit()
}

func writeCues(w io.Writer, takes []take) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{{"ID", "Start", "End", "Description", "File"}}
	for _, t := range takes {
		rows = append(rows, []string{t.id, moment(t.start), moment(t.end), t.text, t.file})
	}
	return out.WriteAll(rows)
}

func moment(d time.Duration) string { return string(clock.AppendMillis(nil, clock.Millis(d), '.')) }

type extractor struct {
	dir   string          // of the script, which addresses are relative to
	names map[string]bool // of files, in lower case
	warn  func(id string, err error)
}

func (x *extractor) all(doc *dapt.Document) ([]take, error) {
	var all []take
	for event, scope := range doc.Events() {
		ids := textIDs(event, scope, doc.Scope().Language)
		for i := range event.Texts {
			text := &event.Texts[i]
			within := scope.In(&text.Common)
			for recording, at := range text.Recordings(within) {
				t, err := x.take(ids[i], recording, at)
				if err != nil {
					return nil, fmt.Errorf("event %q: %w", script.Shorten(event.ID), err)
				}
				if t.text = text.Plain(within); t.data != nil {
					all = append(all, t)
				}
			}
		}
	}
	return all, nil
}

// textIDs returns what the texts of an event are called where each is a
// segment: the one in the language of the script like the event, others with
// their number and language.
func textIDs(event *dapt.Event, scope dapt.Scope, language string) []string {
	ids := make([]string, len(event.Texts))
	id := vocab.ReadID(event.ID)
	said, main := 0, -1
	languages := make([]string, len(event.Texts))
	for i := range event.Texts {
		at := scope.In(&event.Texts[i].Common)
		languages[i] = at.Language
		if event.Texts[i].Plain(at) == "" {
			ids[i] = id
			continue
		}
		said++
		other := languages[i]
		if other == language {
			other = ""
		}
		ids[i] = strings.TrimRight(fmt.Sprintf("%s-%d-%s", id, said, other), "-")
		if isOf := languages[i] == language || strings.HasPrefix(languages[i], language+"-"); main < 0 && isOf {
			main = i
		}
	}
	if main < 0 {
		main = max(0, slices.IndexFunc(ids, func(s string) bool { return s != id }))
	}
	if len(ids) > 0 {
		ids[main] = id
	}
	return ids
}

// take takes out a recording, which ends with the text or event that it stands
// in unless it says so itself.
func (x *extractor) take(id string, r *dapt.Recording, at dapt.Scope) (take, error) {
	t := take{id: id, start: at.From()}
	t.end = t.start
	if end, ok := at.To(); ok {
		t.end = max(end, t.start)
	}
	sources, err := at.Sources(r)
	if err != nil {
		return t, err
	}
	data, kind, err := x.load(id, sources)
	if err != nil || data == nil {
		return t, err
	}
	extension := ".wav"
	if wav.Is(data) {
		file, err := wav.Parse(data)
		if err != nil {
			return t, err
		}
		data = file.Cut(r.ClipBegin.Seconds, r.ClipEnd.Seconds).Bytes()
	} else {
		extension = extensionOf(kind)
		if r.ClipBegin.IsSet() || r.ClipEnd.IsSet() {
			x.warn(id, fmt.Errorf("%w: %s is taken out whole: only WAV is cut to clipBegin and clipEnd", script.ErrText, kind))
		}
	}
	t.file, t.data = x.name(id, extension), data
	return t, nil
}

// load returns the first source that can be had: one in the document, or a
// file beside it.
func (x *extractor) load(id string, sources []dapt.Source) (data []byte, kind string, err error) {
	for _, s := range sources {
		if s.Data != nil {
			return s.Data.Bytes, s.Type, nil
		}
	}
	for _, s := range sources {
		path, ok := x.local(s.Address)
		if !ok {
			x.warn(id, fmt.Errorf("%w: recording %q is not in a file beside the script", script.ErrDropped, script.Shorten(s.Address)))
			continue
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			x.warn(id, fmt.Errorf("%w: recording %q: there is no such file", script.ErrDropped, script.Shorten(s.Address)))
			continue
		}
		return data, s.Type, err
	}
	return nil, "", nil
}

// local returns the file that an address names below the script's directory.
func (x *extractor) local(address string) (string, bool) {
	path := filepath.FromSlash(address)
	if strings.Contains(address, "://") || !filepath.IsLocal(path) {
		return "", false
	}
	return filepath.Join(x.dir, path), true
}

// name returns a name for a file of an event that no other has.
func (x *extractor) name(id, extension string) string {
	safe := fileName(id)
	if outfile.IsDevice(safe) {
		safe = "_" + safe
	}
	name := safe + extension
	for n := 2; x.names[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s-%d%s", safe, n, extension)
	}
	x.names[strings.ToLower(name)] = true
	return name
}

// fileName returns what a file of an id is called.
func fileName(id string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, id)
}

func extensionOf(kind string) string {
	base, _, err := mime.ParseMediaType(kind)
	if extension, ok := map[string]string{"audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/aac": ".aac", "audio/ogg": ".ogg", "audio/flac": ".flac"}[base]; err == nil && ok {
		return extension
	}
	return ".bin"
}
