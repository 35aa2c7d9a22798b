package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn3x1[context.Context, []byte, func(*Failure) bool, error](&lettersFn{})
	register.DoFn3x1[context.Context, int, func(*Line) bool, error](&shardFn{})
	register.Iter1[Failure]()
	register.Iter1[Line]()
}

// writeFile writes data whole or not at all.
func writeFile(ctx context.Context, name string, data []byte) error {
	return place(ctx, name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// place makes a file of what write writes, whole or not at all: cloud storage
// shows an object once it is closed, elsewhere another name is written first.
func place(ctx context.Context, name string, write func(io.Writer) error) error {
	system, err := filesystem.New(ctx, name)
	if err != nil {
		return err
	}
	defer system.Close()
	target := name
	_, rename := system.(filesystem.Renamer)
	if rename {
		target = temporary(name)
	}
	if err := writeTo(ctx, system, target, write); err != nil {
		if remover, ok := system.(filesystem.Remover); ok && rename {
			err = errors.Join(err, remover.Remove(ctx, target))
		}
		return err
	}
	if !rename {
		return nil
	}
	return filesystem.Rename(ctx, system, target, name)
}

// temporary returns a name beside name that no other worker writes to.
func temporary(name string) string {
	dir, base := name[:strings.LastIndexByte(name, '/')+1], path.Base(name)
	return dir + "." + base + "-" + rand.Text()[:10] + ".tmp"
}

func writeTo(ctx context.Context, system filesystem.Interface, name string, write func(io.Writer) error) error {
	w, err := system.OpenWrite(ctx, name)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, 1<<16)
	if err = write(buffered); err == nil {
		err = buffered.Flush()
	}
	return errors.Join(err, w.Close())
}

// lettersFn writes the dead-letter file, also when nothing failed: then an
// older one says no more that something did.
type lettersFn struct{ Path string }

func (f *lettersFn) ProcessElement(ctx context.Context, _ []byte, failures func(*Failure) bool) error {
	return place(ctx, f.Path, func(w io.Writer) error { return writeLines(w, failures) })
}

// shardFn writes the lines of a shard.
type shardFn struct {
	Output string
	Shards int
}

func (f *shardFn) ProcessElement(ctx context.Context, shard int, lines func(*Line) bool) error {
	name := join(f.Output, fmt.Sprintf("answers-%05d-of-%05d.ndjson", shard, f.Shards))
	return place(ctx, name, func(w io.Writer) error { return writeLines(w, lines) })
}

// writeLines writes one JSON object a line.
func writeLines[T any](w io.Writer, next func(*T) bool) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	var zero T
	for one := zero; next(&one); one = zero {
		if err := enc.Encode(one); err != nil {
			return err
		}
	}
	return nil
}
