package main

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/qc"
)

// reportFormats write what check found; "" is the table.
var reportFormats = map[string]func(io.Writer, *inspection) error{
	"":       printReports,
	"json":   writeJSONReport,
	"sarif":  writeSARIF,
	"junit":  writeJUnit,
	"github": writeGitHub,
}

type jsonReport struct {
	Input    string       `json:"input"`
	Profile  string       `json:"profile"`
	Limits   qc.Limits    `json:"limits"`
	Findings []qc.Finding `json:"findings"`
	Counts   qc.Counts    `json:"counts"`
}

// writeJSONReport writes an object, or an array of them for several inputs.
func writeJSONReport(w io.Writer, c *inspection) error {
	all := make([]jsonReport, len(c.reports))
	for i, r := range c.reports {
		all[i] = jsonReport{r.input, r.profile.Name, r.profile.Limits, r.findings, r.counts}
		if r.findings == nil {
			all[i].Findings = []qc.Finding{}
		}
	}
	if len(c.jobs) == 1 && len(all) == 1 {
		return writeJSON(w, all[0])
	}
	return writeJSON(w, all)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

type object = map[string]any

// writeSARIF writes SARIF 2.1.0: a run, with a result for each finding.
func writeSARIF(w io.Writer, c *inspection) error {
	var rules []object
	for _, rule := range qc.Rules() {
		rules = append(rules, object{
			"id": rule.Name, "shortDescription": object{"text": rule.About},
			"defaultConfiguration": object{"level": sarifLevel(rule.Severity)},
		})
	}
	results := []object{}
	for _, r := range c.reports {
		for i := range r.findings {
			results = append(results, sarifResult(r.input, &r.findings[i]))
		}
	}
	return writeJSON(w, object{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []object{{
			"tool":    object{"driver": object{"name": "vsconvert", "version": version(), "rules": rules}},
			"results": results,
		}},
	})
}

func sarifResult(input string, f *qc.Finding) object {
	return object{
		"ruleId": f.Code, "ruleIndex": int(f.Code), "level": sarifLevel(f.Severity), "message": object{"text": where(f) + ": " + f.Message},
		"locations": []object{{
			"physicalLocation": object{"artifactLocation": object{"uri": (&url.URL{Path: filepath.ToSlash(input)}).String()}},
			"logicalLocations": []object{{"name": cmp.Or(f.ID, fmt.Sprintf("#%d", f.Index+1)), "kind": "element"}},
		}},
		"properties": f,
	}
}

func sarifLevel(s qc.Severity) string {
	if s == qc.Info {
		return "note"
	}
	return s.String()
}

// where names the segment of a finding, and its start.
func where(f *qc.Finding) string {
	return fmt.Sprintf("segment %s at %s", segmentName(f.ID, f.Index), clock.Moment(f.Start))
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string    `xml:"name,attr"`
	Class   string    `xml:"classname,attr"`
	Skipped *junitSay `xml:"skipped"`
	Failure *junitSay `xml:"failure"`
	Out     string    `xml:"system-out,omitempty"`
}

type junitSay struct {
	Message string `xml:"message,attr,omitempty"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes a suite for each file with a case for each rule. What is
// no failure of the run is said as the case's output.
func writeJUnit(w io.Writer, c *inspection) error {
	var all junitSuites
	for i := range c.reports {
		suite := c.junitSuite(&c.reports[i])
		all.Tests += suite.Tests
		all.Failures += suite.Failures
		all.Suites = append(all.Suites, suite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (c *inspection) junitSuite(r *report) junitSuite {
	said := map[qc.Code][]string{}
	for i := range r.findings {
		f := &r.findings[i]
		said[f.Code] = append(said[f.Code], where(f)+": "+f.Message)
	}
	suite := junitSuite{Name: r.input}
	for _, rule := range qc.Rules() {
		one := junitCase{Name: rule.Name, Class: r.input}
		text := strings.Join(said[rule.Code], "\n")
		switch n := len(said[rule.Code]); {
		case r.profile.Skip.Has(rule.Code):
			one.Skipped = &junitSay{Text: "not judged by the profile " + r.profile.Name}
			suite.Skipped++
		case n > 0 && (rule.Severity == qc.Error || c.flags.strict && rule.Severity == qc.Warning):
			one.Failure = &junitSay{Message: fmt.Sprintf("%s: %d", rule.About, n), Type: rule.Severity.String(), Text: text}
			suite.Failures++
		case n > 0:
			one.Out = rule.Severity.String() + ":\n" + text
		}
		suite.Cases = append(suite.Cases, one)
	}
	suite.Tests = len(suite.Cases)
	return suite
}

// writeGitHub writes workflow commands that annotate files.
func writeGitHub(w io.Writer, c *inspection) error {
	var b strings.Builder
	for _, r := range c.reports {
		for i := range r.findings {
			f := &r.findings[i]
			level := f.Severity.String()
			if f.Severity == qc.Info {
				level = "notice"
			}
			fmt.Fprintf(&b, "::%s file=%s,title=%s::%s\n", level, githubProperty.Replace(r.input), f.Code, githubText.Replace(where(f)+": "+f.Message))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var (
	githubText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
