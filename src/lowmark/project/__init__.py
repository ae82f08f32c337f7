"""Where the program is put together: settings, addresses, servers. It may import anything; nothing imports it."""
