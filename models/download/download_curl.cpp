#include "models/core/version.hpp"
#include "models/download/download.hpp"

#include <curl/curl.h>

#include <array>
#include <exception>
#include <fmt/format.h>
#include <memory>

namespace fracbit::models {
namespace {

constexpr long connect_seconds = 30, most_redirections = 10;

/// What libcurl's functions in C call: exceptions wait here until it has returned.
struct Transfer {
    const DownloadOptions& options;
    const std::function<void(std::string_view)>& take;
    std::int64_t bytes = 0;
    std::exception_ptr failure;

    template <class Work>
    bool guarded(const Work& work) {
        try {
            work();
            return true;
        } catch (...) {
            failure = std::current_exception();
            return false;
        }
    }
};

extern "C" std::size_t take_part(char* data, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t length = size * count;
    const bool good = transfer.guarded([&] {
        transfer.bytes += static_cast<std::int64_t>(length);
        if (transfer.bytes > transfer.options.most_bytes)
            throw DownloadError(fmt::format("it is longer than {} bytes", transfer.options.most_bytes));
        transfer.take({data, length});
    });
    return good ? length : 0;
}

extern "C" int show_progress(void* user, curl_off_t /*total*/, curl_off_t /*now*/, curl_off_t, curl_off_t) {
    auto& transfer = *static_cast<Transfer*>(user);
    const auto& progress = transfer.options.progress;
    return transfer.guarded([&] {
        if (progress) progress(transfer.bytes);
    })
               ? 0
               : 1;
}

using Curl = std::unique_ptr<CURL, void (*)(CURL*)>;

Curl start_curl() {
    static const CURLcode started = ::curl_global_init(CURL_GLOBAL_DEFAULT);
    Curl curl(started == CURLE_OK ? ::curl_easy_init() : nullptr, &::curl_easy_cleanup);
    if (curl == nullptr) throw Error("libcurl cannot start");
    return curl;
}

} // namespace

void download(const std::string& url, const DownloadOptions& options,
              const std::function<void(std::string_view)>& take) {
    const Curl curl = start_curl();
    Transfer transfer{options, take, 0, {}};
    std::array<char, CURL_ERROR_SIZE> reason{};
    const std::string agent = std::string("fracbit/") + program_version();
    CURL* handle = curl.get();
    ::curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    ::curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https,ftp,file");
    ::curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    ::curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    ::curl_easy_setopt(handle, CURLOPT_MAXREDIRS, most_redirections);
    ::curl_easy_setopt(handle, CURLOPT_FAILONERROR, 1L);
    ::curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    ::curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    ::curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.quiet_seconds));
    ::curl_easy_setopt(handle, CURLOPT_USERAGENT, agent.c_str());
    ::curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason.data());
    ::curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_part);
    ::curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
    ::curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    ::curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &show_progress);
    ::curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
    const CURLcode code = ::curl_easy_perform(handle);
    if (transfer.failure) std::rethrow_exception(transfer.failure);
    if (code != CURLE_OK) throw DownloadError(reason[0] != '\0' ? reason.data() : ::curl_easy_strerror(code));
}

bool can_download() { return true; }

} // namespace fracbit::models
