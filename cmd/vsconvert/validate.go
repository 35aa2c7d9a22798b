package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
)

func validateCommand(s streams) *cobra.Command {
	var from string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "validate [-f FORMAT] [--json] FILE...",
		Short: "Check files against the rules of their format",
		Long: "validate lists every rule of its format that a file breaks, as FILE:LINE:COL: what.\n" +
			"FORMAT is dapt, imsc, imsc1, ebu-tt-d, vtt or srt; without it the file's extension or content decides, and a TTML document is held against\n" +
			"the profile that it says it conforms to, or else imsc.\n" +
			"--json prints the findings as a list of objects: file, line, column, rule, recommended, element, attribute, value, message, and the section (spec)\n" +
			"and feature designator (feature) of the specification that the rule comes from.\n" +
			"It exits with 0 when all files are valid, and with 1 when one is not.",
		RunE: func(_ *cobra.Command, args []string) error { return validateAll(s, from, asJSON, args) },
	}
	cmd.Flags().StringVarP(&from, "from", "f", "", "`FORMAT` whose rules to check")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	return cmd
}

// validator lists what is wrong with a file. An error is what kept it from
// being read at all.
type validator func(io.Reader) ([]finding, error)

type finding struct {
	pos  script.Pos
	text string
	mild bool            // a recommendation only
	rule conform.Problem // of TTML
	err  error
}

// findingJSON is a finding as it is printed with --json.
type findingJSON struct {
	File        string `json:"file"`
	Line        int    `json:"line"`
	Column      int    `json:"column"`
	Rule        string `json:"rule,omitempty"`
	Recommended bool   `json:"recommended"`
	Element     string `json:"element,omitempty"`
	Attribute   string `json:"attribute,omitempty"`
	Value       string `json:"value,omitempty"`
	Message     string `json:"message"`
	Spec        string `json:"spec,omitempty"`
	Feature     string `json:"feature,omitempty"`
}

func (f *finding) json(file string) findingJSON {
	out := findingJSON{
		File: file, Line: f.pos.Line, Column: f.pos.Column, Recommended: f.mild, Message: f.text,
		Rule: f.rule.Rule, Element: f.rule.Element, Attribute: f.rule.Attr, Spec: f.rule.Spec, Feature: f.rule.Feature,
	}
	if f.rule.Err != nil {
		out.Message = f.rule.Err.Error()
	}
	var value *script.ValueError
	if errors.As(f.err, &value) {
		out.Value = value.Value
	}
	return out
}

// validatorFor returns the validator of the format called name.
func validatorFor(name string) (validator, error) {
	switch name {
	case "vtt":
		return strictly(func(r io.Reader, warn func(script.Warning) error) error {
			_, err := vtt.Decoder{Warn: warn}.Decode(r)
			return err
		}), nil
	case "srt":
		return strictly(func(r io.Reader, warn func(script.Warning) error) error {
			_, err := srt.Decoder{Warn: warn}.Decode(r)
			return err
		}), nil
	case "ttml":
		return byProfile(func(r io.Reader) ([]conform.Problem, error) {
			_, problems, err := conform.ValidateStated(r)
			return problems, err
		}), nil
	}
	p, err := ttml.ParseProfile(name)
	if err != nil {
		return nil, usagef("name one with -f", "validate knows dapt, imsc, imsc1, ebu-tt-d, vtt and srt, not %q", name)
	}
	return byProfile(func(r io.Reader) ([]conform.Problem, error) { return conform.Validate(r, p) }), nil
}

// byProfile lists the problems of TTML.
func byProfile(validate func(io.Reader) ([]conform.Problem, error)) validator {
	return func(r io.Reader) ([]finding, error) {
		problems, err := validate(r)
		var all []finding
		for _, problem := range problems {
			all = append(all, finding{problem.Pos, fmt.Sprintf("%s: %v", problem.Rule, problem.Err), problem.Should, problem, problem.Err})
		}
		return all, err
	}
}

// mostFindings is how many findings of a file are listed.
const mostFindings = 10000

// strictly collects what a reader warns about.
func strictly(read func(io.Reader, func(script.Warning) error) error) validator {
	return func(r io.Reader) ([]finding, error) {
		var all []finding
		more := 0
		err := read(r, func(w script.Warning) error {
			if len(all) == mostFindings {
				more++
				return nil
			}
			all = append(all, finding{pos: w.Pos, text: fmt.Sprint(w.Err), err: w.Err})
			return nil
		})
		if more > 0 {
			all = append(all, finding{text: fmt.Sprintf("and %d more", more)})
		}
		if errors.Is(err, script.ErrNoSegments) && len(all) > 0 {
			err = nil // the findings say why
		}
		return all, err
	}
}

func validateAll(s streams, from string, asJSON bool, files []string) error {
	if len(files) == 0 {
		if s.inTerminal {
			return usagef("vsconvert validate -h explains it", "no file to validate")
		}
		files = []string{stdio}
	}
	code := exitDone
	all := []findingJSON{}
	for _, file := range outfile.Expanded(runtime.GOOS, files) {
		findings, err := validateFile(s, from, file)
		valid := true
		for i := range findings {
			valid = valid && findings[i].mild
			if asJSON {
				all = append(all, findings[i].json(display(file)))
			}
		}
		if err == nil && !asJSON {
			err = printFindings(s, file, findings)
		}
		if err != nil {
			s.newPrinter().failure(display(file), err, &messages{})
			code = max(code, exitCode(err))
		} else if !valid {
			code = max(code, exitFailed)
		}
	}
	if asJSON {
		e := json.NewEncoder(s.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(all); err != nil {
			return err
		}
	}
	if code != exitDone {
		return &errReported{code}
	}
	return nil
}

func printFindings(s streams, file string, findings []finding) error {
	w, p := s.painted()
	for _, f := range findings {
		text := visible(f.text)
		if f.mild {
			text = p.paint(inkWarning, "recommended:") + " " + text
		}
		if _, err := fmt.Fprintf(w, "%s %s\n", p.paint(inkPlace, visible(at(display(file), f.pos))+":"), text); err != nil {
			return err
		}
	}
	return nil
}

func validateFile(s streams, from, file string) ([]finding, error) {
	in, closeInput, err := openInput(file, s.in)
	if err != nil {
		return nil, err
	}
	defer closeInput()
	r := bufio.NewReaderSize(in, convert.HeadSize)
	if from == "" {
		head, _ := r.Peek(convert.HeadSize) // a read error comes back with the next read
		f, err := convert.Detect(file, head)
		if err != nil {
			return nil, &unknownFormatError{err}
		}
		from = f.Name
	}
	validate, err := validatorFor(strings.ToLower(from))
	if err != nil {
		return nil, err
	}
	return validate(r)
}
