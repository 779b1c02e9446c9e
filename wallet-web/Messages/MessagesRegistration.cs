using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Wallet.Messages;

public static class MessagesRegistration
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddValidated<MessagesOptions>(
            MessagesOptions.Section, options => MessagesOptions.Broken(options, development));
        if (development)
        {
            builder.Services.PostConfigure<MessagesOptions>(options => options.Provider ??= MessagesOptions.Outbox);
        }

        builder.Services.AddSingleton<OutboxOnly>();
        builder.Services.AddSingleton<HttpMessageGateway>();
        builder.Services.AddSingleton<IMessageGateway>(services =>
            services.GetRequiredService<IOptions<MessagesOptions>>().Value.Provider == MessagesOptions.Http
                ? services.GetRequiredService<HttpMessageGateway>()
                : services.GetRequiredService<OutboxOnly>());
        builder.Services.AddStartCheck(all => (all.GetRequiredService<IMessageGateway>() as IStartCheck)?.Check());
        builder.Services.AddSingleton<QueueMessage>();
        builder.Services.AddSingleton<PhoneCodes>();
        builder.Services.AddSingleton<PendingCode>();
        builder.Services.AddHostedService<SendMessages>();
    }
}
