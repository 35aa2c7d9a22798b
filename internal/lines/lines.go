// Package lines is package source under the name it had.
package lines

import (
	"io"

	"github.com/vsconvert/vsconvert/internal/source"
)

// Locator is [source.Locator].
type Locator = source.Locator

// Read is [source.Read].
func Read(r io.Reader, limit int64) (string, error) { return source.Read(r, limit) }

// NewLocator is [source.NewLocator].
func NewLocator(src string) *Locator { return source.NewLocator(src) }
