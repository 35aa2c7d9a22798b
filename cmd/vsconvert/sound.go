package main

import (
	"fmt"
	"math"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/ttml/edit"
	"github.com/vsconvert/vsconvert/script"
)

// soundFlags are those that give the texts of DAPT something to be heard.
var soundFlags = []flag{
	{name: "audio", on: writing, writes: profiles, only: writesDAPT, help: "dapt: recordings of the texts, files in `DIR` called like their ids; the script becomes asRecorded",
		sets: text(func(f *flags, v string) error {
			f.sound.dir, f.options.TTML.ScriptType = v, asRecorded
			return nil
		})},
	{name: "embed-audio", on: writing, help: "dapt: put the recordings of --audio into the document, rather than their addresses",
		sets: toggle(func(f *flags, on bool) { f.sound.embed = on })},
	{name: "duck", on: writing, writes: profiles, only: writesDAPT, help: "dapt: lower the programme under each text, to a `LEVEL` such as 0.39 or -8dB",
		sets: text(setDuck)},
	{name: "fade", on: writing, writes: profiles, only: writesDAPT, help: "dapt: how many `MS` lowering and raising the programme take (default 300); needs --duck",
		sets: text(setFade)},
}

// sound is what was asked for.
type sound struct {
	dir   string
	embed bool
}

const asRecorded = "asRecorded" // the type of a script that has recordings

const usualFade = 300 * time.Millisecond

func setDuck(f *flags, v string) error {
	level, ok := parseLevel(v)
	if !ok {
		return usagef("", "--duck %q: want a gain from 0 to 1, or decibels such as -8dB", v)
	}
	f.options.Sound.Duck, f.options.Sound.Fade = level, usualFade
	return nil
}

const maxLevel = 20 // digits

// parseLevel reads a gain, or what it is in decibels.
func parseLevel(v string) (*big.Rat, bool) {
	if db, isDB := strings.CutSuffix(strings.ToLower(v), "db"); isDB {
		n, err := strconv.ParseFloat(strings.TrimSpace(db), 64)
		if err != nil || !(n <= 0 && n > -200) {
			return nil, false
		}
		return new(big.Rat).SetFrac64(int64(math.Round(math.Pow(10, n/20)*1e4)), 1e4), true
	}
	if strings.Trim(v, "0123456789.") != "" || len(v) > maxLevel {
		return nil, false
	}
	level, ok := new(big.Rat).SetString(v)
	return level, ok && level.Cmp(big.NewRat(1, 1)) <= 0
}

func setFade(f *flags, v string) error {
	ms, err := strconv.ParseUint(v, 10, 31)
	if err != nil || ms == 0 {
		return usagef("", "--fade %q: want milliseconds, such as 300", v)
	}
	if !f.given("duck") {
		return usagef("add --duck", "--fade %s: nothing says how far the programme is lowered", v)
	}
	f.options.Sound.Fade = time.Duration(ms) * time.Millisecond
	return nil
}

// checkSound refuses flags that contradict each other.
func (f *flags) checkSound() error {
	switch {
	case f.sound.embed && f.sound.dir == "":
		return usagef("add --audio DIR", "--embed-audio: there are no recordings")
	case f.sound.dir == "":
		return nil
	case f.options.TTML.Speak != "":
		return usagef("", "--speak and --audio: what was recorded is not synthesised")
	case f.options.TTML.ScriptType != asRecorded:
		return usagef("", "--script-type %s: with --audio a script is %s", f.options.TTML.ScriptType, asRecorded)
	}
	return nil
}

// audioTypes are the media types of recordings, in the order in which they are
// looked for.
var audioTypes = []struct{ extension, kind string }{
	{".wav", "audio/wav"}, {".flac", "audio/flac"}, {".m4a", "audio/mp4"}, {".mp3", "audio/mpeg"}, {".aac", "audio/aac"}, {".ogg", "audio/ogg"}, {".opus", "audio/ogg"},
}

// bind finds the recordings of a script for a document that is written to a
// file. What has none, and what belongs to none, is told.
func (f *flags) bind(s *script.Script, output string, warn func(script.Warning) error) (map[string]edit.Recording, error) {
	entries, err := os.ReadDir(f.sound.dir)
	if err != nil {
		return nil, err
	}
	files := map[string]bool{}
	for _, e := range entries {
		files[e.Name()] = !e.IsDir()
	}
	all := map[string]edit.Recording{}
	for i := range s.Segments {
		id := s.Segments[i].ID
		name, kind := recordingOf(id, files)
		if name == "" {
			if err := warn(script.Warning{Format: "dapt", Index: i, SegmentID: id, Err: fmt.Errorf("%w: recording in %s", script.ErrMissing, f.sound.dir)}); err != nil {
				return nil, err
			}
			continue
		}
		delete(files, name)
		if all[id], err = f.recording(name, kind, output); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%w: %s: no recording is called like a text, such as %s", script.ErrMissing, f.sound.dir, fileName(firstID(s))+".wav")
	}
	return all, tellLeft(entries, files, warn)
}

func firstID(s *script.Script) string {
	if len(s.Segments) == 0 {
		return "id"
	}
	return s.Segments[0].ID
}

// tellLeft tells of recordings that belong to no segment.
func tellLeft(entries []os.DirEntry, files map[string]bool, warn func(script.Warning) error) error {
	for _, e := range entries {
		if !files[e.Name()] || !isRecording(e.Name()) {
			continue
		}
		if err := warn(script.Warning{Format: "dapt", Index: -1, Err: fmt.Errorf("%w: recording %q: no text has this id", script.ErrDropped, script.Shorten(e.Name()))}); err != nil {
			return err
		}
	}
	return nil
}

func isRecording(name string) bool {
	for _, t := range audioTypes {
		if strings.EqualFold(filepath.Ext(name), t.extension) {
			return true
		}
	}
	return false
}

// recordingOf returns the file of an id, which is called as extract calls it.
func recordingOf(id string, files map[string]bool) (name, kind string) {
	for _, t := range audioTypes {
		for _, name := range [...]string{fileName(id) + t.extension, fileName(id) + strings.ToUpper(t.extension)} {
			if id != "" && files[name] {
				return name, t.kind
			}
		}
	}
	return "", ""
}

func (f *flags) recording(name, kind, output string) (edit.Recording, error) {
	r := edit.Recording{Type: kind}
	path := filepath.Join(f.sound.dir, name)
	if f.sound.embed {
		data, err := os.ReadFile(path)
		r.Data = data
		return r, err
	}
	var err error
	r.Address, err = relativeTo(output, path)
	return r, err
}

// relativeTo returns the address of a file as it stands in an output.
func relativeTo(output, file string) (string, error) {
	from := "."
	if output != stdio {
		from = filepath.Dir(output)
	}
	here, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	there, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	way, err := filepath.Rel(here, there)
	return (&url.URL{Path: filepath.ToSlash(way)}).String(), err
}

// withSound adds what is heard to the options of a format that can hold it.
func (c *converter) withSound(o *convert.Options, s *script.Script, t target) error {
	if c.flags.sound.dir == "" || !isProfile(t.format.Name) || !writesDAPT(c.flags, t.format.Name) {
		return nil
	}
	var err error
	o.Sound.Recordings, err = c.flags.bind(s, t.path, o.Warn)
	return err
}
