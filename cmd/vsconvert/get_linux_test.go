package main

import (
	"bytes"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestInterruptedGetLeavesNothing ends a download half-way.
func TestInterruptedGetLeavesNothing(t *testing.T) {
	a := newTestAPI()
	defer a.Close()
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		made := filepath.Join(t.TempDir(), "made")
		out := filepath.Join(made, "out")
		cmd := program("get", "task_stall", "--media", "-o", out+"/")
		cmd.Env = append(cmd.Env, "VIDDYSCRIBE_BASE_URL="+a.URL, "VIDDYSCRIBE_API_KEY="+testKey)
		require.NoError(t, cmd.Start())
		require.True(t, strings.HasPrefix(waitForFile(t, out)[0], ".vsconvert-"))
		require.NoError(t, cmd.Process.Signal(sig))
		_ = cmd.Wait()
		require.Equal(t, sig, signalOf(cmd))
		require.NoDirExists(t, made)
	}
}

// TestProxy goes to a host that only the proxy knows, by TLS: the proxy sees
// neither key nor signature.
func TestProxy(t *testing.T) {
	a := newTestAPI()
	defer a.Close()
	secure := httptest.NewTLSServer(a.Config.Handler)
	defer secure.Close()
	seen := &recorder{}
	proxy := serveProxy(t, secure.Listener.Addr().String(), seen)
	dir := t.TempDir()
	cert := filepath.Join(dir, "cert.pem")
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}), 0o600))

	cmd := program("get", "task_done", "-t", "vtt")
	cmd.Env = append(cmd.Env, "VIDDYSCRIBE_BASE_URL=https://example.com", "VIDDYSCRIBE_API_KEY="+testKey,
		"HTTPS_PROXY=http://"+proxy, "NO_PROXY=", "SSL_CERT_FILE="+cert, "SSL_CERT_DIR="+dir)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.True(t, strings.HasPrefix(string(out), "WEBVTT\n"), string(out))
	require.Contains(t, seen.String(), "CONNECT example.com:443 HTTP/1.1\r\n")
	require.NotContains(t, seen.String(), testKey)
}

type recorder struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.String()
}

// serveProxy leads every CONNECT to one address, and records what clients send.
func serveProxy(t *testing.T, to string, seen io.Writer) string {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dump, _ := httputil.DumpRequest(r, false)
		_, _ = seen.Write(dump)
		there, err := net.Dial("tcp", to)
		if err != nil {
			http.Error(w, "", http.StatusBadGateway)
			return
		}
		defer there.Close()
		here, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer here.Close()
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(here, there) }()
		_, _ = io.Copy(io.MultiWriter(there, seen), buffered)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}
