package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

const (
	keyVariable = "VIDDYSCRIBE_API_KEY"
	keyHint     = "set " + keyVariable + ", or name a file that only you may read with --key-file"
	longestKey  = 4096
)

// readKey returns the API key, of the file if one is named, else of the
// environment.
func readKey(file string) (string, error) {
	if file != "" {
		return readKeyFile(file)
	}
	key := strings.TrimSpace(os.Getenv(keyVariable))
	if key == "" {
		return "", usagef(keyHint, "no API key: %s is not set", keyVariable)
	}
	return key, nil
}

// readKeyFile reads a key out of a file that nobody else may read.
func readKeyFile(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", usagef("", "--key-file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return "", usagef("", "--key-file: %w", err)
	case info.IsDir():
		return "", usagef("", "--key-file: %s is a directory", name)
	case info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows":
		return "", usagef("chmod 600 "+name, "--key-file: others may read or write %s (mode %04o)", name, info.Mode().Perm())
	}
	data, err := io.ReadAll(io.LimitReader(file, longestKey))
	if err != nil {
		return "", usagef("", "--key-file: %w", err)
	}
	key := string(bytes.TrimSpace(data))
	if key == "" {
		return "", usagef("", "--key-file: %s is empty", name)
	}
	return key, nil
}

// keyless is a writer of messages that lets no key through, whatever they say.
type keyless struct {
	w   io.Writer
	key string
}

func (k *keyless) Write(p []byte) (int, error) {
	if _, err := fmt.Fprint(k.w, strings.ReplaceAll(string(p), k.key, "…")); err != nil {
		return 0, err
	}
	return len(p), nil
}
