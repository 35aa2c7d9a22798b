package dapt_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/dapt"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	"github.com/vsconvert/vsconvert/convert/ttml/edit"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
	"github.com/vsconvert/vsconvert/script"
)

// TestFeatures reads a document of each feature, compares what the model says
// of it, writes the document and compares the two as canonical XML, edits
// another event in place, and validates.
func TestFeatures(t *testing.T) {
	require.GreaterOrEqual(t, len(features), 95)
	names := map[string]bool{}
	for _, f := range features {
		t.Run(f.name, func(t *testing.T) {
			require.False(t, names[f.name], "two of one name")
			names[f.name] = true
			for _, check := range checks {
				require.NoError(t, check.run(f), check.name)
			}
		})
	}
}

// checks are the columns of the conformance table.
var checks = []struct {
	name string
	run  func(feature) error
}{{"read", isRead}, {"kept", isKept}, {"written", isWritten}, {"validated", isValidated}}

func isRead(f feature) error {
	d, err := dapt.Parse(strings.NewReader(f.document()))
	if err != nil {
		return err
	}
	return differs(f.want, f.got(d))
}

func differs(want, got any) error {
	if diff := cmp.Diff(want, got); diff != "" {
		return fmt.Errorf("-want +got:\n%s", diff)
	}
	return nil
}

func isWritten(f feature) error {
	d, err := dapt.Parse(strings.NewReader(f.document()))
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := dapt.Encode(&b, d); err != nil {
		return err
	}
	again, err := dapt.Parse(strings.NewReader(b.String()))
	if err != nil {
		return err
	}
	if err := differs(d, again); err != nil {
		return err
	}
	return differs(canonical(f.document()), canonical(b.String()))
}

// isKept edits the other event: all else must stay byte for byte.
func isKept(f feature) error {
	was := f.document()
	d, err := edit.Read(strings.NewReader(was), ttml.Decoder{})
	if err != nil {
		return err
	}
	s := d.Script()
	i := slices.IndexFunc(s.Segments, func(seg script.Segment) bool { return seg.ID == "other" })
	if i < 0 {
		return fmt.Errorf("the other event is not read")
	}
	s.Segments[i].Text = "Changed"
	var b bytes.Buffer
	if err := d.Write(&b, s, edit.Root{}, func(w script.Warning) error { return w }); err != nil {
		return err
	}
	return differs(strings.Replace(was, ">Others<", ">Changed<", 1), b.String())
}

func isValidated(f feature) error {
	problems, err := conform.Validate(strings.NewReader(f.document()), ttml.DAPT)
	if err != nil {
		return err
	}
	for _, p := range problems {
		if !p.Should {
			return fmt.Errorf("%v", p)
		}
	}
	return nil
}

// canonical returns a document with names expanded, attributes sorted, and
// white space collapsed in text and left out between elements.
func canonical(doc string) string {
	src, _ := xmltoken.Decode(doc)
	root, _ := xmltree.Parse(src.Text)
	var b strings.Builder
	canonicalNode(&b, root, "")
	return b.String()
}

func canonicalNode(b *strings.Builder, n *xmltree.Node, indent string) {
	fmt.Fprintf(b, "%s{%s}%s", indent, n.Name.URI, n.Name.Local)
	var attrs []string
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Space != xmltoken.SpaceXMLNS {
			attrs = append(attrs, fmt.Sprintf(" {%s}%s=%q", a.URI, a.Local, a.Value()))
		}
	}
	slices.Sort(attrs)
	b.WriteString(strings.Join(attrs, "") + "\n")
	text := ""
	flush := func() {
		if words := strings.Fields(text); len(words) > 0 {
			fmt.Fprintf(b, "%s  %q\n", indent, strings.Join(words, " "))
		}
		text = ""
	}
	for _, kid := range n.Kids {
		if kid.Kind == xmltoken.Text {
			text += kid.PlainText()
			continue
		}
		flush()
		canonicalNode(b, kid, indent+"  ")
	}
	flush()
}
