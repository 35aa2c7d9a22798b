//go:build linux || darwin

package outfile

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

// keepAttributes copies extended attributes, of which access lists are some.
func keepAttributes(from, to string, warn func(error)) {
	for _, name := range attributes(from) {
		value, ok := attribute(from, name)
		if !ok {
			continue
		}
		if have, ok := attribute(to, name); ok && bytes.Equal(have, value) {
			continue
		}
		if err := unix.Lsetxattr(to, name, value, 0); err != nil {
			warn(fmt.Errorf("%w: its extended attribute %s: %w", ErrNotKept, name, err))
		}
	}
}

func attributes(path string) []string {
	size, err := unix.Llistxattr(path, nil)
	if err != nil || size == 0 {
		return nil
	}
	list := make([]byte, size)
	if size, err = unix.Llistxattr(path, list); err != nil {
		return nil
	}
	return strings.FieldsFunc(string(list[:size]), func(r rune) bool { return r == 0 })
}

func attribute(path, name string) ([]byte, bool) {
	size, err := unix.Lgetxattr(path, name, nil)
	if err != nil {
		return nil, false
	}
	value := make([]byte, size)
	size, err = unix.Lgetxattr(path, name, value)
	return value[:max(size, 0)], err == nil
}
