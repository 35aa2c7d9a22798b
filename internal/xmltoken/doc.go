// Package xmltoken reads TTML documents as XML: from bytes to tokens with
// their places, encodings and namespaces decided once for the reader, the
// validator and whoever edits a document in place.
//
// [Decode] brings the bytes to UTF-8. A [Scanner] goes over the text:
//
//	src, bad := xmltoken.Decode(raw)
//	...
//	s := xmltoken.Scanner{Src: src.Text}
//	for s.Next() {
//		switch t := &s.Tok; t.Kind {
//		case xmltoken.Start: // t.Name, t.Attrs; the tag is Src[t.At:t.End]
//		case xmltoken.Text: // t.PlainText(); Src[t.At:t.End]
//		case xmltoken.End:
//		}
//	}
//	if s.Err != nil { ... }
//
// Every offset is one in Src, so that a part of the document is replaced by
// cutting it out there: an attribute's value is Src[a.ValueAt:a.ValueAt+len(a.Raw)],
// a run of text Src[t.RawAt:t.RawAt+len(t.Raw)], the content of an element what
// lies between the End of its start and the At of its end. Comments and
// processing instructions are no tokens: they split a run of text in two.
// Where Source.Same is set the bytes of the document are those of the text,
// behind the byte order mark that Source.BOM tells of.
//
// The other way, [Legal] takes out of a text what XML cannot hold, and
// [AppendText], [AppendValue] and [AppendAttr] escape it.
package xmltoken
