package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/batch"
	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// nameFields are what --name knows. The last three are known only once an
// input was read.
var nameFields = []string{"dir", "base", "format", "ext", "index", "job", "media", "lang"}

var dataFields = nameFields[5:]

func setName(f *flags, v string) error {
	t, err := batch.ParseTemplate(v, nameFields)
	if err != nil {
		return usagef("", "--name: %w", err)
	}
	f.name = &t
	return nil
}

// naming gives outputs their names.
type naming struct {
	template *batch.Template // nil for names like those of the inputs
	output   string          // the directory, or one file
	one      bool            // output is that file, or standard output
}

// path returns the name of what an entry becomes in a format. job and s are nil
// as long as they are not known.
func (n naming) path(e *entry, format convert.Format, job *results.Job, s *script.Script) (string, error) {
	switch {
	case n.one:
		return n.output, nil
	case n.template != nil:
		name, err := n.template.Name(func(field string) (string, error) { return fieldOf(field, e, format, job, s) })
		return filepath.Join(n.output, filepath.FromSlash(name)), err
	}
	return filepath.Join(n.output, filepath.FromSlash(e.dir), baseName(e.name)+format.Suffix()), nil
}

// fieldOf returns the value of a field of --name.
func fieldOf(field string, e *entry, format convert.Format, job *results.Job, s *script.Script) (string, error) {
	switch field {
	case "dir":
		if e.tree || e.name == stdio {
			return e.dir, nil
		}
		return batch.Below(filepath.Dir(e.name)), nil
	case "base":
		return baseName(e.name), nil
	case "format":
		return format.Name, nil
	case "ext":
		return format.Extensions[0], nil
	case "index":
		return strconv.Itoa(e.n + 1), nil
	}
	value := ""
	switch {
	case field == "lang" && s != nil:
		value = s.Language
	case field == "job" && s != nil:
		value = s.Source.JobID
	case field == "media" && s != nil:
		value = s.Source.MediaID
	}
	if job != nil && value == "" {
		value = map[string]string{"job": job.ID, "media": job.MediaID}[field]
	}
	if value == "" {
		return "", fmt.Errorf("--name: %w: it has no {%s}", script.ErrMissing, field)
	}
	return batch.SafeElement(value), nil
}

// errMeet is that two outputs would have one name.
var errMeet = errors.New("would both become")

// checkNames refuses, before anything is written, outputs that would have one
// name, also but for letter case, and outputs that are inputs.
func (a *archive) checkNames(list inputList) error {
	var claims batch.Claims
	existing := map[outfile.ID]string{}
	dirs := map[string]bool{}
	n := 0
	for _, in := range list.known {
		if in.err != nil || a.isStream(in.name) {
			n++
			continue
		}
		for i, format := range a.formats {
			e := entry{input: in, n: n}
			path, err := a.names.path(&e, format, nil, nil)
			if err != nil {
				return usagef("", "%s: %w", display(in.name), err)
			}
			if other, taken := claims.Claim(path, n*len(a.formats)+i); taken && path != stdio && isRegular(path) {
				who := list.known[other/len(a.formats)]
				return a.meets(who.name, in.name, path, n == other/len(a.formats))
			}
			if id, ok := a.existing(path, dirs); ok {
				existing[id] = path
			}
		}
		n++
	}
	return a.checkInputs(list, existing)
}

// existing returns which file is there already where an output goes.
func (a *archive) existing(path string, dirs map[string]bool) (id outfile.ID, ok bool) {
	dir := filepath.Dir(path)
	there, known := dirs[dir]
	if !known {
		_, err := os.Stat(dir)
		there = err == nil
		dirs[dir] = there
	}
	if !there || path == stdio {
		return id, false
	}
	return outfile.Identify(path)
}

// checkInputs refuses inputs that are among the files that are there where
// outputs go.
func (a *archive) checkInputs(list inputList, existing map[outfile.ID]string) error {
	if len(existing) == 0 {
		return nil
	}
	also := []input{{name: a.flags.filesFrom}}
	for _, in := range slices.Concat(list.known, also) {
		if in.name == stdio || in.name == "" {
			continue
		}
		if id, ok := outfile.Identify(in.name); ok && existing[id] != "" {
			return usagef("write to another name or directory", "%s is an input and an output", existing[id])
		}
	}
	return nil
}

// meets is an error of two outputs of one name.
func (a *archive) meets(one, other, path string, sameInput bool) error {
	template := "{dir}/{base}.{format}{ext}"
	if one == other || filepath.Dir(one) == filepath.Dir(other) && baseName(one) == baseName(other) {
		template = "{base}-{index}.{format}{ext}"
	}
	if sameInput {
		template = "{base}.{format}{ext}"
	}
	return usagef("--name '"+template+"' parts them", "%s and %s %w %s", display(one), display(other), errMeet, path)
}
