package script

// Written is what an edited copy remembers of the script it was written from,
// whatever was done to the copy since. It is how three versions can be told
// apart: the one written, the copy as its editor left it, and the original,
// which may have been edited too.
type Written struct {
	// Rows are the fingerprints of segments: small texts, opaque to all but
	// those who write and compare them. Those of rows taken out of a copy may
	// be missing.
	Rows []string

	// IDs names all segments that were written, so that a segment taken out of
	// the copy is told from one that the original has got since; "" is unknown.
	IDs string

	// Head says that Title and Language are what was written.
	Head            bool
	Title, Language string
}

// IsZero reports whether nothing is remembered.
func (w *Written) IsZero() bool { return len(w.Rows) == 0 && w.IDs == "" && !w.Head }
