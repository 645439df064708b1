#include "tests/models/download/small_server.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace fracbit::tests {

SmallServer::SmallServer(std::string answer)
    : answer_(std::move(answer)), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listening_, 4) != 0 || ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("no server on 127.0.0.1");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

SmallServer::~SmallServer() {
    over_ = true;
    thread_.join();
    ::close(listening_);
}

void SmallServer::serve() const {
    while (!over_) {
        pollfd waiting{listening_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0) continue;
        const int client = ::accept(listening_, nullptr, nullptr);
        char request[4096];
        const bool asked = ::recv(client, request, sizeof request, 0) > 0;
        for (std::size_t sent = 0; asked && sent < answer_.size();) {
            const ssize_t now = ::send(client, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
            if (now <= 0) break;
            sent += static_cast<std::size_t>(now);
        }
        ::shutdown(client, SHUT_RDWR);
        ::close(client);
    }
}

std::string http_answer(const std::string& body, std::size_t promised) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(promised) + "\r\nConnection: close\r\n\r\n" + body;
}

} // namespace fracbit::tests
