package outfile

import (
	"io"
	"os"
)

// OpenLog opens a file that is written to as things happen, and emptied first.
// A descriptor of the process is written to where it stands.
func OpenLog(path string) (w io.Writer, closeLog func() error, err error) {
	path, err = Resolve(path)
	if err == nil {
		w, err = (&Set{}).own(path)
	}
	if w != nil || err != nil {
		return w, func() error { return nil }, unwritable(path, err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return nil, nil, unwritable(path, err)
	}
	return file, file.Close, nil
}
