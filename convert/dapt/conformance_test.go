package dapt_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	"github.com/vsconvert/vsconvert/internal/golden"
)

const conformanceText = `# DAPT

How vsconvert keeps [DAPT 1.0](https://www.w3.org/TR/dapt/), W3C's profiles of TTML2 for dubbing and audio description. This page is written by ` + "`go test ./convert/dapt -update`" + `: every cell is what a test found.

- **read**: package ` + "`dapt`" + ` reads the document, and its model says of it what the test expects.
- **kept**: another event is edited in place (` + "`vsconvert merge`, `--shift`, `-t dapt` of DAPT" + `); every other byte stays.
- **written**: what ` + "`dapt.Encode`" + ` writes is the same model when it is read, and the same document as canonical XML: names expanded, attributes sorted, white space between elements left out.
- **validated**: ` + "`vsconvert validate -f dapt`" + ` finds nothing that DAPT forbids.

Processors:

- Text outside of script events becomes no event; an event with texts in several languages is one event, and flat formats get the language asked for with ` + "`--text-language`" + `, else that of the script.
- What is inherited, ` + "`xml:lang`, `daptm:langSrc`, `daptm:represents`, `tta:speak`" + `, is told from what is stated: an absent attribute stays absent.
- Editing keeps vocabulary of others. ` + "`-t dapt`" + ` prunes it outside of ` + "`metadata`" + `, and drops designators of content profiles that are not checked; both are said.
- Players speak only what has ` + "`tta:speak`" + `, whose initial value is ` + "`none`" + `: so our scripts are silent unless ` + "`--speak normal`" + ` asks for speech. The open player of the BBC, adhere-lib, plays nothing of a script without it.

## Features

Designators are relative to ` + "`http://www.w3.org/ns/ttml/feature/`, or to `http://www.w3.org/ns/ttml/profile/dapt/extension/`" + ` where they are DAPT's own.

`

// TestConformanceTable writes docs/dapt.md from what the feature tests find
// and the rules of the validator.
func TestConformanceTable(t *testing.T) {
	var b strings.Builder
	b.WriteString(conformanceText)
	b.WriteString("| feature | designator |")
	for _, check := range checks {
		b.WriteString(" " + check.name + " |")
	}
	b.WriteString(" test |\n|---|---|" + strings.Repeat("---|", len(checks)) + "---|\n")
	for _, f := range features {
		fmt.Fprintf(&b, "| %s | `%s` |", f.name, f.designator)
		for _, check := range checks {
			b.WriteString(map[bool]string{true: " yes |", false: " no |"}[check.run(f) == nil])
		}
		fmt.Fprintf(&b, " `TestFeatures/%s` |\n", strings.ReplaceAll(f.name, " ", "_"))
	}
	b.WriteString(ruleTable(t))
	golden.Equal(t, "../../docs/dapt.md", []byte(b.String()))
}

func ruleTable(t *testing.T) string {
	t.Helper()
	broken, err := os.ReadFile("../ttml/conform/testdata/broken.txt")
	require.NoError(t, err)
	tests := map[string]string{}
	for line := range strings.Lines(string(broken)) {
		rule, test, _ := strings.Cut(strings.TrimSpace(line), "\t")
		tests[rule] = test
	}
	var b strings.Builder
	b.WriteString("\n## Rules\n\nWhat `validate` demands of a document of DAPT: must (an error) or should. The test named refuses a document that breaks the rule; the document it is made of, one change less, is accepted (`TestValidateBases`), and so are those of `TestValidateAccepted`.\n\n" +
		"| rule | | demands | from | designator | refused by |\n|---|---|---|---|---|---|\n")
	for _, r := range conform.Rules() {
		if !strings.Contains(tests[r.Name], "/dapt/") && !strings.Contains(r.Spec, "DAPT") {
			continue // of other profiles
		}
		level := map[bool]string{true: "should", false: "must"}[r.Should]
		designator := ""
		if feature := r.Feature(ttml.DAPT); feature != "" {
			designator = "`" + feature[strings.LastIndexByte(feature, '#'):] + "`"
		}
		text := strings.ReplaceAll(strings.ReplaceAll(r.Text, "<", "&lt;"), ">", "&gt;")
		from := strings.ReplaceAll(strings.ReplaceAll(r.Spec, "<", "&lt;"), ">", "&gt;")
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | `%s` |\n", r.Name, level, text, from, designator, strings.ReplaceAll(tests[r.Name], " ", "_"))
	}
	return b.String()
}
