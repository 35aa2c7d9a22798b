// Command cli measures whole processes: our program beside go-astisub's,
// ffmpeg and cp, in interleaved runs, and prints medians and their ratios in
// Markdown. cli.sh builds the programs and calls it.
//
// It holds no file itself, since a child's peak memory is never reported as
// less than its parent's.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// bench is one call of the program.
type bench struct {
	dir      string
	programs map[string]string // by what stands in braces in a command
	runs     int
	only     *regexp.Regexp
	missed   int // floors
}

func main() {
	log.SetFlags(0)
	var b bench
	b.programs = map[string]string{}
	bin := flag.String("bin", ".", "directory of the programs vsconvert, astisub, excelize and corpus")
	flag.StringVar(&b.dir, "dir", "", "directory for the files (default a new one, removed in the end)")
	flag.IntVar(&b.runs, "runs", 9, "runs of each command, after one that does not count")
	only := flag.String("only", "", "measure only the rows whose name this regular expression matches")
	flag.Parse()

	for _, name := range []string{"vsconvert", "astisub", "excelize", "corpus"} {
		b.programs[name] = filepath.Join(*bin, name)
	}
	if _, err := exec.LookPath(b.programs["vsconvert"]); err != nil {
		log.Fatal(err)
	}
	var err error
	if b.only, err = regexp.Compile("(?i)" + *only); err != nil {
		log.Fatal(err)
	}
	if err := b.run(); err != nil {
		log.Fatal(err)
	}
	if b.missed > 0 {
		fmt.Printf("\n%d below the floor\n", b.missed)
	}
}

func (b *bench) run() error {
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "vsconvert-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		b.dir = dir
	}
	for _, part := range []func() error{b.conversions, b.scales, b.peaks, b.many} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// film returns the name of a file of so many segments, and makes it where it
// is missing.
func (b *bench) film(segments int, ext string) (string, error) {
	name := filepath.Join(b.dir, fmt.Sprintf("film-%d.%s", segments, ext))
	if _, err := os.Stat(name); err == nil {
		return name, nil
	}
	cmd := exec.Command(b.programs["corpus"], "-n", fmt.Sprint(segments), "-ext", ext, "-o", b.dir)
	cmd.Stderr = os.Stderr
	return name, cmd.Run()
}

// contender returns the command of a program, or nil if it is not installed.
func (b *bench) contender(name, command, in, out string) *contender {
	c := &contender{name: name, out: out}
	for word := range strings.FieldsSeq(command) {
		switch {
		case word == "{in}":
			word = in
		case word == "{out}":
			word = out
		case strings.HasPrefix(word, "{"):
			word = b.programs[strings.Trim(word, "{}")]
		}
		c.args = append(c.args, word)
	}
	if _, err := exec.LookPath(c.args[0]); err != nil {
		log.Printf("%s is not there: %v", name, err)
		return nil
	}
	return c
}

// own is our program's command for a pair of formats.
func (b *bench) own(from, to, in, out string) *contender {
	return b.contender("vsconvert", fmt.Sprintf(ours, from, to), in, out)
}

func (b *bench) out(who, ext string) string {
	return filepath.Join(b.dir, "out-"+who+"."+ext)
}
