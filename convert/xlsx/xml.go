package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// event is what an xmlReader came upon.
type event uint8

const (
	eof event = iota
	elementStart
	elementEnd
	text
)

// xmlReader reads the XML of a workbook's parts by streaming. It knows what
// they may contain: elements, attributes, text, comments and processing
// instructions in UTF-8. A document type, which they may not have, is an
// error, and so are entities beyond the five of XML. Names are without prefix.
type xmlReader struct {
	r      io.Reader
	buf    []byte
	pos    int // start of what is not yet consumed
	end    bool
	opened bool   // something was read
	empty  bool   // the element just begun ends at once
	stack  []byte // names of open elements, behind one another
	depths []int  // where each begins

	name  []byte // of the element
	tag   []byte // its attributes, as they stand
	chars []byte // text
	plain []byte // buffer for text with entities
}

const (
	window  = 1 << 16
	maxTag  = 1 << 20 // bytes of a tag
	maxText = 1 << 20 // bytes of a text: a cell of Excel's has 32,767 characters at most
	maxDeep = 256     // elements within elements
)

var (
	errXML   = errors.New("malformed XML")
	errDTD   = errors.New("a document type, which workbooks may not have")
	errDeep  = errors.New("elements nested too deep")
	errUTF16 = errors.New("XML that is not UTF-8")
	errText  = fmt.Errorf("%w: a text of more than %d bytes", script.ErrTooLarge, maxText)
)

func newXMLReader(r io.Reader) *xmlReader { return &xmlReader{r: r, buf: make([]byte, 0, window)} }

// next reads up to the next event. name, tag and chars hold until then.
func (x *xmlReader) next() (event, error) {
	if x.empty {
		x.empty = false
		x.pop()
		return elementEnd, nil
	}
	for {
		if x.pos == len(x.buf) {
			if err := x.fill(); err != nil {
				return eof, err
			}
			if x.pos == len(x.buf) {
				if len(x.depths) > 0 {
					return eof, io.ErrUnexpectedEOF
				}
				return eof, nil
			}
		}
		if !x.opened {
			if err := x.begin(); err != nil {
				return eof, err
			}
			continue
		}
		e, err := x.token()
		if e != eof || err != nil {
			return e, err
		}
	}
}

// begin drops a byte order mark.
func (x *xmlReader) begin() error {
	x.opened = true
	if _, err := x.ahead(3); err != nil {
		return err
	}
	switch head := x.buf[x.pos:]; {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		x.pos += 3
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")), bytes.HasPrefix(head, []byte("<\x00")), bytes.HasPrefix(head, []byte("\x00<")):
		return errUTF16
	}
	return nil
}

// fill reads more behind what is in the buffer, moved to its front.
func (x *xmlReader) fill() error {
	if x.end {
		return nil
	}
	if x.pos > 0 {
		x.buf = x.buf[:copy(x.buf, x.buf[x.pos:])]
		x.pos = 0
	}
	if len(x.buf) == cap(x.buf) {
		x.buf = append(make([]byte, 0, 2*cap(x.buf)), x.buf...)
	}
	n, err := x.r.Read(x.buf[len(x.buf):cap(x.buf)])
	x.buf = x.buf[:len(x.buf)+n]
	if errors.Is(err, io.EOF) {
		x.end, err = true, nil
	}
	return err
}

// ahead has n bytes in the buffer, if there are as many.
func (x *xmlReader) ahead(n int) (bool, error) {
	for len(x.buf)-x.pos < n && !x.end {
		if err := x.fill(); err != nil {
			return false, err
		}
	}
	return len(x.buf)-x.pos >= n, nil
}

// until returns what stands before mark and consumes both.
func (x *xmlReader) until(mark string, most int) ([]byte, error) {
	from := 0
	for {
		if i := bytes.Index(x.buf[x.pos+from:], []byte(mark)); i >= 0 {
			part := x.buf[x.pos : x.pos+from+i]
			x.pos += from + i + len(mark)
			return part, nil
		}
		if x.end {
			return nil, io.ErrUnexpectedEOF
		}
		if from = max(0, len(x.buf)-x.pos-len(mark)+1); from > most {
			return nil, fmt.Errorf("%w: no %q within %d bytes", errXML, mark, most)
		}
		if err := x.fill(); err != nil {
			return nil, err
		}
	}
}

// token reads one piece of markup or text; eof without an error stands for a
// piece that does not matter.
func (x *xmlReader) token() (event, error) {
	if x.buf[x.pos] != '<' {
		return x.text()
	}
	if ok, err := x.ahead(2); err != nil || !ok {
		return eof, errors.Join(err, io.ErrUnexpectedEOF)
	}
	switch x.buf[x.pos+1] {
	case '/':
		return x.endTag()
	case '?':
		return x.instruction()
	case '!':
		return x.declaration()
	}
	return x.startTag()
}

// text reads up to the next markup or the end.
func (x *xmlReader) text() (event, error) {
	from := 0
	for {
		i := bytes.IndexByte(x.buf[x.pos+from:], '<')
		if i >= 0 {
			from += i
			break
		}
		from = len(x.buf) - x.pos
		if x.end {
			break
		}
		if from > maxText && len(x.depths) > 0 {
			return eof, errText
		}
		if err := x.fill(); err != nil {
			return eof, err
		}
	}
	raw := x.buf[x.pos : x.pos+from]
	x.pos += from
	if len(x.depths) == 0 {
		if len(bytes.TrimSpace(raw)) > 0 {
			return eof, fmt.Errorf("%w: text outside of an element", errXML)
		}
		return eof, nil
	}
	return text, x.setText(raw)
}

func (x *xmlReader) setText(raw []byte) (err error) {
	if bytes.IndexByte(raw, '&') < 0 {
		x.chars = raw
	} else if x.plain, err = decodeEntities(x.plain[:0], raw); err == nil {
		x.chars = x.plain
	}
	if err == nil && !utf8.Valid(x.chars) {
		err = script.ErrEncoding
	}
	return err
}

func (x *xmlReader) instruction() (event, error) {
	part, err := x.until("?>", maxTag)
	if err != nil {
		return eof, err
	}
	if bytes.HasPrefix(part, []byte("<?xml ")) {
		encoding := bytes.ToLower(attributeOf(part[5:], "encoding"))
		if len(encoding) > 0 && string(encoding) != "utf-8" && string(encoding) != "us-ascii" {
			return eof, fmt.Errorf("%w: %q", errUTF16, encoding)
		}
	}
	return eof, nil
}

// declaration reads a comment or CDATA.
func (x *xmlReader) declaration() (event, error) {
	if _, err := x.ahead(9); err != nil {
		return eof, err
	}
	switch head := x.buf[x.pos:]; {
	case bytes.HasPrefix(head, []byte("<!--")):
		x.pos += 4
		_, err := x.until("-->", maxTag)
		return eof, err
	case bytes.HasPrefix(head, []byte("<![CDATA[")) && len(x.depths) > 0:
		x.pos += 9
		part, err := x.until("]]>", maxTag)
		if err != nil {
			return eof, err
		}
		if x.chars = part; !utf8.Valid(part) {
			return eof, script.ErrEncoding
		}
		return text, nil
	case bytes.HasPrefix(head, []byte("<!DOCTYPE")):
		return eof, errDTD
	}
	return eof, errXML
}

func (x *xmlReader) startTag() (event, error) {
	n, err := x.tagLength()
	if err != nil {
		return eof, err
	}
	tag := x.buf[x.pos+1 : x.pos+n-1]
	x.pos += n
	if len(tag) > 0 && tag[len(tag)-1] == '/' {
		x.empty, tag = true, tag[:len(tag)-1]
	}
	i := 0
	for i < len(tag) && !isSpace(tag[i]) {
		i++
	}
	if i == 0 {
		return eof, errXML
	}
	if len(x.depths) >= maxDeep {
		return eof, errDeep
	}
	x.depths = append(x.depths, len(x.stack))
	x.stack = append(x.stack, tag[:i]...)
	x.name, x.tag = local(tag[:i]), tag[i:]
	return elementStart, nil
}

// tagLength finds the > that ends a start tag, outside of attribute values.
func (x *xmlReader) tagLength() (int, error) {
	quote := byte(0)
	for n := 1; ; n++ {
		if x.pos+n >= len(x.buf) {
			if n > maxTag {
				return 0, fmt.Errorf("%w: a tag of more than %d bytes", errXML, maxTag)
			}
			if ok, err := x.ahead(n + 1); err != nil {
				return 0, err
			} else if !ok {
				return 0, io.ErrUnexpectedEOF
			}
		}
		switch c := x.buf[x.pos+n]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return n + 1, nil
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			return 0, errXML
		}
	}
}

func (x *xmlReader) endTag() (event, error) {
	x.pos += 2
	part, err := x.until(">", maxTag)
	if err != nil {
		return eof, err
	}
	name := bytes.TrimRight(part, " \t\r\n")
	if len(x.depths) == 0 || !bytes.Equal(name, x.stack[x.depths[len(x.depths)-1]:]) {
		return eof, fmt.Errorf("%w: </%s> ends no element", errXML, script.Shorten(string(name)))
	}
	x.pop()
	return elementEnd, nil
}

// pop leaves the innermost element.
func (x *xmlReader) pop() {
	at := x.depths[len(x.depths)-1]
	x.name = local(x.stack[at:])
	x.stack, x.depths = x.stack[:at], x.depths[:len(x.depths)-1]
}

// is reports whether the element has the name.
func (x *xmlReader) is(name string) bool { return string(x.name) == name }
