package main

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
)

// ids returns the jobs to fetch: arguments, and the lines of --jobs-from. One
// that is named twice is fetched once.
func (g *getter) ids(args []string) ([]string, error) {
	if err := g.flags.checkWait(args); err != nil {
		return nil, err
	}
	all := slices.Clone(args)
	if from := g.flags.jobsFrom; from != "" {
		listed, err := readList("--jobs-from", from, g.streams.in)
		if err != nil {
			return nil, err
		}
		for _, line := range listed {
			if id := strings.TrimSpace(line); id != "" {
				all = append(all, id)
			}
		}
	}
	if len(all) == 0 {
		return nil, usagef("vsconvert get -h explains it", "get takes the ids of jobs, or --jobs-from")
	}
	return unique(all), nil
}

// plan works out the files of all jobs, before any is asked for.
func (g *getter) plan(ids []string) error {
	formats, err := g.formats()
	if err != nil {
		return err
	}
	if err := g.checkDestination(formats, ids); err != nil {
		return err
	}
	if err := g.checkWriting(formats); err != nil {
		return err
	}
	list, _ := convert.Lookup("edl") // which the answer may hold
	if err := g.flags.checkUse([]convert.Format{g.from, list}, formats); err != nil {
		return err
	}
	inputs := len(ids)
	if g.savesMore() {
		inputs = max(inputs, 2) // files besides, so that -o is a directory
	}
	for _, id := range ids {
		name := safeName(id)
		e := errand{id: id, name: name, job: job{input: stdio}}
		if len(formats) > 0 {
			e.targets = targetsOf(g.flags.output, name+".json", formats, inputs)
		}
		g.jobs = append(g.jobs, e)
	}
	return g.checkPaths()
}

// savesMore reports whether files other than conversions are asked for.
func (g *getter) savesMore() bool { return g.flags.media || g.flags.saveAnswer }

// needsDirectory reports whether several files go to the output.
func (g *getter) needsDirectory() bool {
	return g.savesMore() || len(g.jobs)*len(g.jobs[0].targets) > 1
}

// formats returns what to convert to, which may be nothing.
func (g *getter) formats() ([]convert.Format, error) {
	if len(g.flags.to) == 0 && g.savesMore() {
		return nil, nil
	}
	return g.flags.targets()
}

func (g *getter) checkDestination(formats []convert.Format, ids []string) error {
	output := g.flags.output
	switch {
	case !g.savesMore():
		return checkDestination(g.flags, formats, ids, g.streams)
	case output == "" || output == stdio:
		return usagef("name one with -o out/", "--media and --save-answer need a directory")
	case !mayBeDirectory(output):
		return usagef("end it in / to have a directory made", "-o %s is no directory, which --media and --save-answer need", output)
	}
	return nil
}

// checkPaths refuses files that would become one, and those that are read.
func (g *getter) checkPaths() error {
	names := map[string]string{}
	var jobs []job
	for _, from := range []string{g.flags.jobsFrom, g.flags.keyFile} {
		if from != "" {
			jobs = append(jobs, job{input: from})
		}
	}
	for _, e := range g.jobs {
		folded := strings.ToLower(e.name) // some file systems do not tell letter case apart
		if other, ok := names[folded]; ok {
			return usagef("fetch them into different directories", "the files of %s and %s would have the same names", other, e.id)
		}
		names[folded] = e.id
		planned := e.job
		planned.name = e.id
		if g.flags.saveAnswer {
			planned.targets = append(slices.Clone(planned.targets), target{path: g.answerPath(&e)})
		}
		jobs = append(jobs, planned)
	}
	return checkPaths(jobs)
}

const (
	longestName = 160
	wordChars   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."
)

// safeName returns the name of a job's files. Ids of letters, digits, _ and -
// are names; of others each odd byte is written as %XX, so that no id leaves
// the directory and no two are alike. Very long ones end in their checksum.
func safeName(id string) string {
	var b strings.Builder
	for i := range len(id) {
		odd := strings.IndexByte(wordChars, id[i]) < 0 || id[i] == '.' && (i == 0 || i == len(id)-1) ||
			i == 0 && outfile.IsDevice(id)
		if odd {
			fmt.Fprintf(&b, "%%%02X", id[i])
		} else {
			b.WriteByte(id[i])
		}
	}
	name := b.String()
	if len(name) > longestName {
		name = fmt.Sprintf("%s~%x", name[:longestName-33], sha256.Sum256([]byte(id)))[:longestName]
	}
	return name
}

// checkWait refuses a time among the jobs that --wait was to have.
func (f *flags) checkWait(jobs []string) error {
	if !f.wait || f.waitFor > 0 {
		return nil
	}
	for _, id := range jobs {
		if _, err := time.ParseDuration(id); err == nil {
			return usagef("write --wait="+id, "%q is no job but the time of --wait", id)
		}
	}
	return nil
}

// setWait reads --wait[=TIMEOUT].
func setWait(f *flags, v string) (err error) {
	f.wait = true
	if v == "forever" {
		return nil
	}
	if f.waitFor, err = time.ParseDuration(v); err != nil || f.waitFor <= 0 {
		return usagef("", "--wait=%s: want a time such as 90s, 30m or 2h", v)
	}
	return nil
}
