package markers

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// maxDepth is how deep elements may be nested. Projects of editing systems
// stay far below.
const maxDepth = 512

// XML reads the elements of an input. Entities other than the five of XML and
// any DOCTYPE but the plain one of the format are errors: nothing is fetched
// and nothing expands.
type XML struct {
	in    *Input
	root  string
	dec   *xml.Decoder
	depth int
	At    int    // offset of the last token
	DTD   string // system id that a DOCTYPE may have; nothing is fetched
}

// XML returns a reader for a document whose outermost element is called root.
func (in *Input) XML(root string) *XML {
	x := &XML{in: in, root: root, dec: xml.NewDecoder(strings.NewReader(in.Src))}
	// Open has transcoded the text, whatever its declaration says.
	x.dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return x
}

// Offset is where the token behind the last one begins.
func (x *XML) Offset() int { return int(x.dec.InputOffset()) }

// Next returns the next start, end or character data, or io.EOF when the root
// element is over. Errors have their position.
func (x *XML) Next() (xml.Token, error) {
	for {
		x.At = int(x.dec.InputOffset())
		t, err := x.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		if err != nil {
			return nil, x.syntax(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			return t, x.open(t)
		case xml.EndElement:
			x.depth--
			return t, nil
		case xml.CharData:
			if x.depth > 0 {
				return t, nil
			}
		case xml.Directive:
			if err := x.directive(string(t)); err != nil {
				return nil, err
			}
		}
	}
}

func (x *XML) open(t xml.StartElement) error {
	if x.depth == 0 && t.Name.Local != x.root {
		return x.in.Fail(x.At, &script.ValueError{Kind: script.ErrSyntax, Field: "outermost element", Value: t.Name.Local, Want: x.root})
	}
	if x.depth++; x.depth > maxDepth {
		return x.in.Fail(x.At, fmt.Errorf("%w: more than %d elements inside each other", script.ErrTooLarge, maxDepth))
	}
	return nil
}

// directive accepts <!DOCTYPE root> and nothing else.
func (x *XML) directive(d string) error {
	fields := strings.Fields(d)
	if len(fields) >= 2 && fields[0] == "DOCTYPE" && fields[1][strings.IndexByte(fields[1], ':')+1:] == x.root {
		if len(fields) == 2 || x.DTD != "" && len(fields) == 4 && fields[2] == "SYSTEM" && strings.Trim(fields[3], `"'`) == x.DTD {
			return nil
		}
	}
	return x.in.Fail(x.At, &script.ValueError{Kind: script.ErrSyntax, Value: "<!" + strings.Join(fields, " ") + ">",
		Want: "<!DOCTYPE " + x.root + "> or none"})
}

func (x *XML) syntax(err error) error {
	msg := err.Error()
	if se := (*xml.SyntaxError)(nil); errors.As(err, &se) {
		msg = se.Msg
	}
	return x.in.Fail(min(int(x.dec.InputOffset()), len(x.in.Src)), fmt.Errorf("%w: %s", script.ErrSyntax, msg))
}

// Attr returns the value of the attribute called name.
func Attr(t xml.StartElement, name string) string {
	for i := range t.Attr {
		if t.Attr[i].Name.Local == name {
			return t.Attr[i].Value
		}
	}
	return ""
}

// AppendXML appends s, escaped for element text and for attributes in double
// quotes. Line breaks and tabs are written as characters references, which
// attributes need to keep them.
func AppendXML(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		var ref string
		switch s[i] {
		case '&':
			ref = "&amp;"
		case '<':
			ref = "&lt;"
		case '>':
			ref = "&gt;"
		case '"':
			ref = "&quot;"
		case '\n':
			ref = "&#10;"
		case '\t':
			ref = "&#9;"
		case '\r':
			ref = "&#13;"
		default:
			continue
		}
		dst = append(append(dst, s[from:i]...), ref...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}
