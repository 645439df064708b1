// A HTTP server on this machine, for as long as it lives, that answers every request with one text.
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace fracbit::tests {

class SmallServer {
public:
    /// `answer`: status line, headers and body as they are sent; then the connection is closed.
    explicit SmallServer(std::string answer);
    ~SmallServer();
    SmallServer(const SmallServer&) = delete;
    SmallServer& operator=(const SmallServer&) = delete;
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

private:
    void serve() const;
    std::string answer_;
    int listening_ = -1, port_ = 0;
    std::atomic<bool> over_{false};
    std::thread thread_;
};

/// A good answer whose header promises `promised` bytes.
std::string http_answer(const std::string& body, std::size_t promised);

} // namespace fracbit::tests
